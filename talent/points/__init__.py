"""Points for the classes of work permits (积分要素计分赋值表): pure computing, the form, the words of the result."""
