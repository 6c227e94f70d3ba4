"""The sentences for what is wrong with a file or a cell. Stored as they are here, translated when they are read."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

# Of the whole file, by the code of the child process.
REFUSALS = {
    "empty": _("The file is empty. Save it again and upload it once more."),
    "damaged": _("The file is cut off or damaged. Save it again and upload it once more."),
    "cut_off": _("The file ends in the middle of a character: it was cut off. Upload it once more."),
    "bomb": _("The file unpacks to far more than it holds. Save it again without embedded objects."),
    "too_large": _("The file holds more than can be read at once. Split it."),
    "too_slow": _("The file takes too long to read. Split it, or save it as CSV."),
    "locked": _("The file is protected by a password. Save it without one."),
    "macros": _("The file holds macros. Save it as an Excel workbook (.xlsx) without macros."),
    "external_links": _("The workbook is linked to other files. Put values in their place and save it again."),
    "document_type": _("The workbook holds a document type, which no spreadsheet program writes. Save it again."),
    "no_workbook": _("This archive is no Excel workbook. Upload an .xlsx or a .csv file."),
    "no_sheet": _("All sheets of the workbook are hidden. Show the one that is to be read."),
    "old_excel": _("This is the old Excel format (.xls) or a locked file. Save it as .xlsx or as CSV."),
    "not_a_book": _("The file is damaged, or is no Excel workbook although it is named so. Save it again as .xlsx."),
    "not_a_table": _("This is neither an Excel workbook (.xlsx) nor a CSV file."),
    "too_many_rows": _("The file has more than %(most)s rows. Split it."),
    "too_many_columns": _("Row %(row)s has a cell in column %(count)s; at most %(most)s columns are read."),
    "row_too_low": _("A cell stands in row %(row)s; at most %(most)s rows are read. Delete what is below the table."),
    "merged": _("Cells are merged (%(cells)s). Unmerge them and fill in each."),
    "encoding": _("The encoding can’t be told for sure. Choose it below, or save the file as “CSV UTF-8”."),
    "encoding_wrong": _("Row %(row)s is not in this encoding. Choose another one, or save the file as “CSV UTF-8”."),
    "quotes": _("Row %(row)s: a quotation mark is not closed, or stands within a cell without being doubled."),
    "cell_too_long": _("Row %(row)s holds a cell of more than 200,000 characters."),
    "upload_too_large": _("The file is larger than %(most)s MB. Split it."),
    "no_headings": _("The file has no rows. The first one holds the headings."),
}  # fmt: skip

# Of one cell, by the code of the child process.
CELLS = {
    "formula": _("holds a formula; put its value"),
    "error_value": _("holds the error %(value)s"),
    "short_row": _("the row ends after %(count)s of %(width)s cells; the file may be cut off here"),
    "long_row": _("the row has %(count)s cells, but there are %(width)s headings"),
}

# Notes about what was read.
NOTES = {
    "sheet": _("The sheet “%(sheet)s” is read, the first that is shown; the others are not: %(others)s."),
    "hidden_rows": _("Rows that are hidden in the sheet are read too: %(count)s."),
    "encoding": _("The file was read as %(encoding)s."),
}


def sentence(text: str, params: dict[str, Any]) -> str:
    """A stored text in the reader's language, and so is a sentence within it. What does not fit is shown as it is
    stored."""
    within = {name: sentence(**one) if isinstance(one, dict) else one for name, one in params.items()}
    try:
        return gettext(text) % within if text else ""
    except (KeyError, ValueError, TypeError):
        return text
