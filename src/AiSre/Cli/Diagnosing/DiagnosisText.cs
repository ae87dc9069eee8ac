using AiSre.Detection;
using AiSre.Diagnosis;
using Spectre.Console;

namespace AiSre.Cli.Diagnosing;

/// <summary>The diagnosis for people: the most important first; what is wrong, whose fault it is, how that is known, what it hurts, what is missing.</summary>
/// <remarks>Colours are the console's affair: there are none where the output is no terminal or NO_COLOR is set.</remarks>
internal static class DiagnosisText
{
    private const int MostQuotes = 3;
    private const int MostLinks = 6;
    private const int MostHurt = 12;
    private const int MostFields = 6;
    private const int MostProblems = 12;
    private const int QuoteHead = 60;
    private const int QuoteTail = 140;

    public static void Write(IAnsiConsole console, PathDiagnosis diagnosis)
    {
        console.Write(new Rule($"[bold]{Text(diagnosis.Path)}[/]") { Justification = Justify.Left, Style = Style.Parse("grey") });
        console.MarkupLine(Summary(diagnosis));
        foreach (var incident in diagnosis.Incidents
            .OrderByDescending(incident => incident.Group.Severity)
            .ThenByDescending(incident => incident.Group.Symptoms.Length + incident.Group.Consequences.Length))
        {
            Write(console, incident);
        }

        if (diagnosis.Problems.Count > 0)
        {
            console.WriteLine();
        }

        foreach (var problem in diagnosis.Problems.Take(MostProblems))
        {
            console.MarkupLine($"[yellow]Not read:[/] {Text(problem)}");
        }

        if (diagnosis.Problems.Count > MostProblems)
        {
            console.MarkupLine($"[yellow]Not read:[/] {diagnosis.Problems.Count - MostProblems} more");
        }

        console.WriteLine();
    }

    private static string Summary(PathDiagnosis diagnosis)
    {
        if (diagnosis.Incidents.IsEmpty)
        {
            return "[green]Nothing is wrong[/] as far as this tells.";
        }

        var errors = diagnosis.Incidents.Count(incident => incident.Group.Severity == Severity.Error);
        var warnings = diagnosis.Incidents.Length - errors;
        return string.Join(", ", new[] { Counted(errors, "error", "red"), Counted(warnings, "warning", "yellow") }.Where(part => part.Length > 0));
    }

    private static string Counted(int count, string what, string colour) => count == 0 ? "" : $"[{colour}]{count} {what}{(count == 1 ? "" : "s")}[/]";

    private static void Write(IAnsiConsole console, DiagnosedGroup incident)
    {
        var (group, cause, changed) = incident;
        console.WriteLine();
        console.MarkupLine($"{Badge(group.Severity)} [bold]{Text(group.Title)}[/]");
        var facts = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(0));
        facts.AddRow(new Markup(""), new Markup(Text(cause.Statement)));
        Add(facts, "cause", [$"{(cause.Code == RootCause.Unknown ? "[yellow]Unknown[/]" : $"[bold]{cause.Code}[/]")} at {Text(cause.Object.Address)}"]);
        Add(facts, "because", Chain(cause).Concat(More(cause)));
        Add(facts, "changed", changed.SelectMany(Changed));
        Add(facts, "hurts", Hurts(incident));
        Add(facts, "missing", cause.Missing.Select(missing => $"[yellow]{Text(missing)}[/]"));
        console.Write(facts);
    }

    private static void Add(Grid facts, string label, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            facts.AddRow(new Markup($"[grey]{label}[/]"), new Markup(line));
            label = "";
        }
    }

    // From the cause to what it shows itself by. Each piece of evidence is quoted once, with its first words: the others support them.
    private static IEnumerable<string> Chain(RootCauseAnalysis cause)
    {
        var quoted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, link) in cause.Chain.Take(MostLinks).Index())
        {
            // The statement above begins with the first link.
            if (index > 0 || cause.Chain.Length == 1)
            {
                yield return Text(Short(link.Statement));
            }

            foreach (var citation in link.Citations.DistinctBy(citation => citation.Evidence).Where(citation => quoted.Add(citation.Evidence)).Take(index == 0 ? MostQuotes : 1))
            {
                yield return $"[grey]› {Text(citation.Evidence)}[/] [italic]“{Text(Short(citation.Quote))}”[/]";
            }
        }
    }

    private static IEnumerable<string> More(RootCauseAnalysis cause) =>
        cause.Chain.Length > MostLinks ? [$"[grey]and {cause.Chain.Length - MostLinks} more links: --output json has them all[/]"] : [];

    // What explains the fault comes first, and of the rest only so much that it does not hide that.
    private static IEnumerable<string> Changed(RolloutChange rollout)
    {
        var (changes, suspects, commits) = rollout;
        var (from, to, isKnownWell) = changes.Rollout!;
        yield return $"{Text(changes.Object.Address)} [grey]from revision {from}{(isKnownWell ? ", which is well," : "")} to {to}[/]"
            + string.Concat(commits.Where(range => range.From != range.To).Select(range => $"[grey], commit[/] {Text(range.From[..7])} [grey]to[/] {Text(range.To[..7])} [grey]of {Text(range.Source.RepoUrl)}[/]"));
        foreach (var change in changes.Changes.OrderByDescending(change => suspects.Contains(change.Field.Path)).Take(MostFields))
        {
            var path = suspects.Contains(change.Field.Path) ? $"[bold]{Text(change.Field.Path)}[/]" : Text(change.Field.Path);
            yield return $"{path}: {Text(Short(change.Field.Before ?? "not set"))} → {Text(Short(change.Field.After ?? "removed"))}";
        }

        if (changes.Changes.Length > MostFields)
        {
            yield return $"[grey]and {changes.Changes.Length - MostFields} more fields: --output json has them all[/]";
        }
    }

    private static IEnumerable<string> Hurts(DiagnosedGroup incident)
    {
        var hurt = incident.Group.Symptoms.Select(symptom => symptom.Workload)
            .Concat(incident.Group.Consequences.Select(symptom => symptom.Workload))
            .Concat(incident.Cause.Chain.Where(link => link.Object.Kind == "Application").Select(link => link.Object))
            .Distinct()
            .ToList();
        foreach (var reference in hurt.Take(MostHurt))
        {
            var pods = incident.Group.Symptoms.Concat(incident.Group.Consequences).Where(symptom => symptom.Workload == reference && symptom.Object.Kind == "Pod").Select(symptom => symptom.Object).Distinct().Count();
            yield return Text(reference.Address) + (pods == 0 ? "" : pods == 1 ? " [grey](1 pod)[/]" : $" [grey]({pods} pods)[/]");
        }

        if (hurt.Count > MostHurt)
        {
            yield return $"[grey]and {hurt.Count - MostHurt} more[/]";
        }
    }

    // Errors are wrapped from the outside in: what happened stands at the end.
    private static string Short(string quote) =>
        quote.Length <= QuoteHead + QuoteTail ? quote : $"{quote[..QuoteHead]} … {quote[^QuoteTail..]}";

    // Logs are written by whoever runs in the cluster, and a terminal obeys control characters.
    private static string Text(string text) =>
        Markup.Escape(string.Create(text.Length, text, (span, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                span[i] = from[i] is '\n' or '\t' ? ' ' : char.IsControl(from[i]) ? '\uFFFD' : from[i];
            }
        }));

    private static string Badge(Severity severity) =>
        severity == Severity.Error ? "[white on red] ERROR [/]" : "[black on yellow] WARNING [/]";
}
