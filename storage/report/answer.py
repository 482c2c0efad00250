"""The clerk's answers to what the checks ask: asked once, and not again until a quoted place changes."""

from pydantic import Field

from storage.report.block import Line, Model, Text


class Answer(Model):
    """Why something odd is right all the same; `finding` is the key of the finding it answers.

    An answer whose finding is no longer raised stays: it counts again once the same words are raised again.
    """

    finding: Text = Field(alias="疑问")
    reason: Text = Field(alias="理由")
    by: Line = Field("", alias="填报人")
    at: Line = Field("", alias="时间")
