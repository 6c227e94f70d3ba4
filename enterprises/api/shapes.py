"""Shapes of requests and answers that are no rows: for the schema, from which programs are written."""

from rest_framework import serializers

from enterprises.enums import CallState


class OptionShape(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()


class ColumnShape(serializers.Serializer):
    code = serializers.CharField()
    kind = serializers.CharField()
    label = serializers.CharField()
    help = serializers.CharField()
    required = serializers.BooleanField()
    unit = serializers.CharField()
    options = OptionShape(many=True)
    limits = serializers.DictField()


class FieldShape(ColumnShape):
    """`show_if`: null, or `{"field": code, "op": "eq|ne|in|filled|empty|gte|lte|contains", "value": …}`, or
    `{"all": […]}`, or `{"any": […]}`; a field that is not shown needs no answer and keeps none."""

    code = serializers.CharField(help_text="The name of the answer; for a file the code to send it under.")
    kind = serializers.CharField(
        help_text="text, long_text, email, number, money, date, choice, choices, file, table, statement; of facts: "
        "bool, choice, money, number, integer, date, people, items."
    )
    columns = ColumnShape(many=True)
    show_if = serializers.JSONField(allow_null=True)


class SectionShape(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField()
    kind = serializers.ChoiceField(["answers", "facts", "files"])
    show_if = serializers.JSONField(allow_null=True, help_text="As in fields.")
    fields = FieldShape(many=True)  # type: ignore[assignment]


class FormShape(serializers.Serializer):
    version = serializers.IntegerField(help_text="0 while the call asks nothing beside the standard sections.")
    sections = SectionShape(many=True)


class EarlyCloseShape(serializers.Serializer):
    at = serializers.DateTimeField()
    reason = serializers.CharField()
    replaced_by = serializers.CharField(allow_null=True, help_text="Code of the call that takes its place.")


class BeginShape(serializers.Serializer):
    call = serializers.CharField(help_text="Code of the call.")
    enterprise = serializers.CharField(help_text="Unified Social Credit Code.")
    facts = serializers.DictField(
        required=False, help_text="What is known already, by the codes of the section “conditions”."
    )


class SaveShape(serializers.Serializer):
    revision = serializers.IntegerField(
        min_value=0, help_text="The revision that was read last; another one since is answered with 409."
    )
    answers = serializers.DictField(required=False)
    facts = serializers.DictField(required=False, help_text="In the section “conditions” instead of answers.")
    done = serializers.BooleanField(
        required=False,
        help_text="Whether the section is complete. Unless it is given, PUT makes it so and PATCH leaves it as it was.",
    )


class MissingShape(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class SectionStateShape(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(["answers", "facts", "files"])
    complete = serializers.BooleanField()
    revision = serializers.IntegerField()
    saved_at = serializers.DateTimeField(allow_null=True)
    values = serializers.DictField(help_text="What is stored, by field.")
    sources = serializers.DictField(help_text="Where a value came from that nobody typed, by field.")
    missing = MissingShape(many=True)


class FileShape(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    check = serializers.ChoiceField(["pending", "clean", "infected", "failed"])


class ReceivedShape(serializers.Serializer):
    """What the receipt says: the snapshot's hash, and the code that anyone can verify on the portal."""

    snapshot = serializers.IntegerField(help_text="1 for the first submission, 2 after a correction …")
    sha256 = serializers.CharField()
    code = serializers.CharField()
    taken_at = serializers.DateTimeField()


class DueShape(serializers.Serializer):
    desk = serializers.CharField(help_text="Who must act now.")
    on = serializers.DateField(allow_null=True)
    provisional = serializers.BooleanField(help_text="The calendar of that year is not announced yet.")


class ApplicationShape(serializers.Serializer):
    number = serializers.CharField()
    url = serializers.URLField()
    call = serializers.CharField()
    enterprise = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField())
    call_state = serializers.ChoiceField(CallState.values)
    closes_at = serializers.DateTimeField(help_text="From this moment on the call takes nothing.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    due = DueShape(allow_null=True)


class ApplicationDetailShape(ApplicationShape):
    form_version = serializers.IntegerField()
    sections = SectionStateShape(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Sections that are not complete.")
    files = FileShape(many=True)
    received = ReceivedShape(allow_null=True)


class SubmittedShape(ApplicationShape):
    received = ReceivedShape()


class FileUploadShape(serializers.Serializer):
    code = serializers.CharField(help_text="Code of the paper, or `field:<code>` for a field of the form.")
    file = serializers.FileField()


class SubmissionShape(serializers.Serializer):
    """As multipart it may carry files, each under the code of its paper or `field:<code>`."""

    declaration = serializers.BooleanField(
        help_text="true: what is stated is true and complete, and the sender may act for the enterprise."
    )


class MessageShape(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    to = serializers.CharField()
    language = serializers.CharField()
    subject = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class PairShape(serializers.Serializer):
    zh = serializers.CharField()
    en = serializers.CharField()


class NoticeLineShape(serializers.Serializer):
    position = serializers.IntegerField()
    enterprise = serializers.CharField(help_text="Masked where it is an individual business.")
    credit_code = serializers.CharField(help_text="Its middle is masked; empty under strict masking.")
    district = serializers.CharField()
    district_name = PairShape()
    amount_fen = serializers.IntegerField(help_text="In fen, a hundredth of a yuan.")
    clause = serializers.CharField()


class NoticeContentShape(serializers.Serializer):
    number = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField(help_text="Objections are taken until 24:00 of this day.")
    workdays = serializers.IntegerField()
    masking = serializers.CharField()
    replaces = serializers.CharField(allow_null=True)
    call = serializers.CharField()
    call_number = serializers.CharField()
    measure = serializers.CharField()
    title = PairShape()
    authority = PairShape()
    contact = PairShape()
    lines = NoticeLineShape(many=True)
