using AiSre.Clusters.Objects;

namespace AiSre.Diagnosis;

/// <summary>How sentences name things.</summary>
internal static class Names
{
    /// <summary><c>shop/checkout</c>, or <c>worker-1</c> for what has no namespace.</summary>
    public static string Of(ObjectRef reference) =>
        string.IsNullOrEmpty(reference.Namespace) ? reference.Name : $"{reference.Namespace}/{reference.Name}";

    /// <summary><c>Deployment shop/checkout</c>.</summary>
    public static string WithKind(ObjectRef reference) => $"{reference.Kind} {Of(reference)}";

    /// <summary><c>1 pod</c>, <c>3 pods</c>.</summary>
    public static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    /// <summary>Ends a sentence once.</summary>
    public static string Sentence(string text)
    {
        var trimmed = text.Trim();
        return trimmed.EndsWith('.') ? trimmed : trimmed + ".";
    }
}
