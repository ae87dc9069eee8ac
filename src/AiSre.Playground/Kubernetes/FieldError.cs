using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes;

/// <summary>One field an object's writer has to put right, worded as the API server's validation does.</summary>
/// <param name="Field">The path, such as <c>spec.template.spec.containers[0].image</c>.</param>
/// <param name="Reason">The cause's code, such as <c>FieldValueRequired</c>.</param>
/// <param name="Text">The words after the path, such as <c>Required value</c>.</param>
public sealed record FieldError(string Field, string Reason, string Text)
{
    public static FieldError Required(string field, string? detail = null) =>
        new(field, "FieldValueRequired", detail is null ? "Required value" : $"Required value: {detail}");

    public static FieldError Invalid(string field, string value, string detail) =>
        new(field, "FieldValueInvalid", $"Invalid value: {value}: {detail}");

    public static FieldError NotSupported(string field, string value, params string[] supported) =>
        new(field, "FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: {string.Join(", ", supported.Select(text => $"\"{text}\""))}");

    public static FieldError Duplicate(string field, string value) =>
        new(field, "FieldValueDuplicate", $"Duplicate value: \"{value}\"");

    public JsonObject ToCause() => new() { ["reason"] = Reason, ["message"] = Text, ["field"] = Field };

    public override string ToString() => $"{Field}: {Text}";
}
