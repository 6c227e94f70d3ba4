"""Foreign investment becomes a column of the enterprise; what its file says already is taken over."""

from django.db import migrations, models

WORDS = {True: "foreign", False: "domestic"}
OLD, NEW = "foreign_invested", "investment"


def take_over(apps, schema_editor):
    facts = apps.get_model("enterprises", "EnterpriseFact").objects
    enterprises = apps.get_model("enterprises", "Enterprise").objects
    for fact in facts.filter(code=OLD).order_by("as_of", "pk").iterator():
        value = WORDS[fact.value is True]
        enterprises.filter(pk=fact.enterprise_id).update(investment=value)
        facts.filter(pk=fact.pk).update(code=NEW, value=value)


def give_back(apps, schema_editor):
    facts = apps.get_model("enterprises", "EnterpriseFact").objects
    for fact in facts.filter(code=NEW).iterator():
        facts.filter(pk=fact.pk).update(code=OLD, value=fact.value == WORDS[True])


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0004_report_years")]

    operations = [
        migrations.AddField(
            model_name="enterprise",
            name="investment",
            field=models.CharField(
                blank=True,
                choices=[("domestic", "Domestic capital"), ("foreign", "Foreign-invested")],
                help_text="As the kind of company on the licence says; Hong Kong, Macao and Taiwan count as foreign.",
                max_length=10,
                verbose_name="foreign investment",
            ),
        ),
        migrations.RunPython(take_over, give_back, elidable=True),
    ]
