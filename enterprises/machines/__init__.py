"""What an enterprise's own software needs: keys with scopes, and requests that may be repeated."""
