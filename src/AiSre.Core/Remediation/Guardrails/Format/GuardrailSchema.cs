namespace AiSre.Remediation.Guardrails.Format;

/// <summary>The JSON Schema (draft 7) of guardrails, for editors. The parser knows more: what is named has to be there, and times have to exist.</summary>
public static class GuardrailSchema
{
    /// <summary>The schema's text.</summary>
    public static string Read()
    {
        using var stream = typeof(GuardrailSchema).Assembly.GetManifestResourceStream("guardrails.schema.json")
            ?? throw new InvalidOperationException("The schema of guardrails is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
