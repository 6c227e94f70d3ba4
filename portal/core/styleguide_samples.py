"""Invented sample data for the catalogue of components; in no other use."""

from pathlib import Path
from typing import Any

import yaml
from django import forms

SAMPLES = Path(__file__).parent / "data" / "styleguide.yaml"


class SampleForm(forms.Form):
    """One field of each kind that pages use."""

    name = forms.CharField(label="经办人 / Agent", help_text="如身份证件所示 / As on the identity document")
    amount = forms.IntegerField(label="认证费用 / Certification fees")
    district = forms.ChoiceField(
        label="区市 / District",
        choices=[("370202", "市南区 Shinan"), ("370212", "崂山区 Laoshan")],
    )
    filed = forms.ChoiceField(
        label="是否逐月报送统计 / Statistics filed every month",
        choices=[("yes", "是 / Yes"), ("no", "否 / No")],
        widget=forms.RadioSelect,
    )
    markets = forms.MultipleChoiceField(
        label="目标市场 / Markets",
        choices=[("jp", "日本 Japan"), ("kr", "韩国 Korea"), ("de", "德国 Germany")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    issued = forms.DateField(label="发证日期 / Date of issue", widget=forms.DateInput(attrs={"type": "date"}))
    remark = forms.CharField(label="说明 / Remark", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(label="发票 / Invoice", help_text="PDF, JPG 或/or PNG, 20 MB", required=False)
    agree = forms.BooleanField(label="以上信息真实有效 / The statements above are true")


def samples(language: str) -> dict[str, Any]:
    """The sample context of styleguide.html; pairs of texts become the one in `language`."""
    data = yaml.safe_load(SAMPLES.read_text(encoding="utf-8"))
    return _in_language(data, 0 if language.startswith("zh") else 1)


def _in_language(data: Any, which: int) -> Any:
    if isinstance(data, dict):
        return {key: _in_language(value, which) for key, value in data.items()}
    if isinstance(data, list):
        if len(data) == 2 and all(isinstance(item, str) for item in data):
            return data[which]
        return [_in_language(item, which) for item in data]
    return data
