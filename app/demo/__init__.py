"""The demo city: loaded from its files by the same services that people use, act after act, each at its moment."""
