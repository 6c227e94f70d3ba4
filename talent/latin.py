"""Names in Latin letters, for the column and for the forms: what is wrong is said to readers of four languages."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# As in the machine-readable lines: A to Z and single spaces, with the apostrophe and hyphen that are printed above
# them; one part is enough. 39 is what fits there.
LATIN = RegexValidator(
    r"^[A-Z]+([ '-][A-Z]+)*$",
    _("Write the name as in the lines at the foot of the passport’s page: letters A to Z, spaces, ’ and - only."),
)
LONGEST_LATIN = 39
