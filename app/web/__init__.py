"""What every room's pages share: guards, errors, forms' fields, languages, uploads, mail."""
