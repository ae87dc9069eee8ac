using AiSre.Detection;

namespace AiSre.Tests.Detection;

/// <summary>A healthy cluster, and its faulty twin, which differs in one text only.</summary>
/// <param name="Name">What is wrong with the faulty one.</param>
/// <param name="Yaml">The healthy one.</param>
/// <param name="Well">A text of it.</param>
/// <param name="Broken">What the faulty one has in its place.</param>
/// <param name="Object">Where the fault shows.</param>
/// <param name="Code">The cause; null when the object only tells that something is wrong.</param>
internal sealed record Twin(string Name, string Yaml, string Well, string Broken, string Object, RootCause? Code, Severity Severity = Severity.Error)
{
    /// <summary>The faulty one shows itself at the object, with the severity and the cause.</summary>
    public void ShowsItself()
    {
        var found = Scene.Of(Yaml.With(Well, Broken)).Symptoms.Where(symptom => symptom.Severity != Severity.Info).ToList();
        Assert.True(
            found.Exists(symptom => symptom.Object.Address == Object && symptom.Severity == Severity && symptom.Fault?.Code == Code),
            $"{Name}: found {string.Join("; ", found.Select(symptom => $"{symptom.Severity} {symptom.Reason} {symptom.Fault?.Code} {symptom.Object}: {symptom.Message}"))}");
    }

    /// <summary>The healthy one opens nothing.</summary>
    public void HasASilentTwin()
    {
        var loud = Scene.Of(Yaml).Symptoms.Where(symptom => symptom.Severity != Severity.Info).ToList();
        Assert.True(loud.Count == 0, $"{Name}: the healthy twin shows {string.Join("; ", loud.Select(symptom => $"{symptom.Severity} {symptom.Reason} {symptom.Object}: {symptom.Message}"))}");
    }
}

internal static class Texts
{
    /// <summary>The text with one part replaced, which it must have.</summary>
    public static string With(this string text, string from, string to)
    {
        Assert.Contains(from, text, StringComparison.Ordinal);
        return text.Replace(from, to, StringComparison.Ordinal);
    }

    /// <summary>Documents as one text.</summary>
    public static string Join(params IEnumerable<string> documents) => string.Join("\n---\n", documents);
}
