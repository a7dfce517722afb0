"""x"""
def write(pb: object) -> str:
    return ""
