using System.Text.Json.Nodes;
using AiSre.Runbooks.Editing;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Helps somebody who writes guardrails, by <see cref="GuardrailSchema"/>.</summary>
public sealed class GuardrailAssist : ITextAssist
{
    private readonly SchemaAssist _schema = new((JsonObject)JsonNode.Parse(GuardrailSchema.Read())!);

    /// <inheritdoc/>
    public Completions Complete(string text, int line, int column)
    {
        var lines = TextLines.Of(text);
        return line < 1 || line > lines.Count || column < 1 ? Completions.None : _schema.Complete(lines, 0, lines.Count, line - 1, column - 1);
    }

    /// <inheritdoc/>
    public Meaning? Explain(string text, int line, int column)
    {
        var lines = TextLines.Of(text);
        return line < 1 || line > lines.Count || column < 1 ? null : _schema.Explain(lines, 0, lines.Count, line - 1, column - 1);
    }
}
