"""Shapes of the API's answers that are no rows: for the schema, which programs are written from."""

from rest_framework import serializers

from policies.negative_list import Verdict as ListVerdict
from policies.rules import Verdict
from policies.serializers import NegativeListEntrySerializer


class EvaluationRequest(serializers.Serializer):
    facts = serializers.DictField(help_text="Field codes of the rule vocabulary with their values; the rest is open.")


class ConditionAnswer(serializers.Serializer):
    field = serializers.CharField()
    op = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    used = serializers.JSONField(allow_null=True, help_text="The value that was looked at.")
    source = serializers.CharField(help_text="Where the used value comes from.")
    verdict = serializers.ChoiceField([str(one) for one in Verdict])
    clause = serializers.CharField()
    change = serializers.CharField(help_text="What would change the verdict.")
    sentence = serializers.CharField()


class StepAnswer(serializers.Serializer):
    label = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    detail = serializers.CharField()


class EvaluationAnswer(serializers.Serializer):
    verdict = serializers.ChoiceField([str(one) for one in Verdict])
    amount_cny = serializers.IntegerField(allow_null=True, help_text="Whole yuan.")
    provisional = serializers.BooleanField()
    conditions = ConditionAnswer(many=True)
    steps = StepAnswer(many=True)


class NegativeListAnswer(serializers.Serializer):
    answer = serializers.ChoiceField([str(one) for one in ListVerdict], source="verdict")
    sentence = serializers.CharField()
    caution = serializers.CharField(help_text="What the list does not say.")
    entered = serializers.IntegerField(help_text="Items of the edition that are entered here.")
    entries = NegativeListEntrySerializer(many=True)
    close = NegativeListEntrySerializer(many=True, help_text="Items that share words with the question.")
