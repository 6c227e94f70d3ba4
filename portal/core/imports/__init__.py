"""What the import of any list needs: tables out of hostile files, headings, cells and errors by row and column.

No tables of the database here; what a row means is for the app that imports it.
"""
