using AiSre.Detection;
using AiSre.Diagnosis;
using Spectre.Console;

namespace AiSre.Cli.Diagnosing;

/// <summary>The diagnosis for people: the most important first; what is wrong, whose fault it is, how that is known, what it hurts.</summary>
internal static class DiagnosisText
{
    private const int MostQuotes = 5;
    private const int MostHurt = 12;
    private const int QuoteHead = 60;
    private const int QuoteTail = 140;

    public static void Write(IAnsiConsole console, PathDiagnosis diagnosis)
    {
        console.Write(new Rule($"[bold]{Markup.Escape(diagnosis.Path)}[/]") { Justification = Justify.Left, Style = Style.Parse("grey") });
        if (diagnosis.Incidents.IsEmpty)
        {
            console.MarkupLine("[green]Nothing is wrong[/] as far as these files tell.");
        }

        foreach (var incident in diagnosis.Incidents)
        {
            Write(console, incident);
        }

        foreach (var problem in diagnosis.Problems)
        {
            console.MarkupLine($"[yellow]Not read:[/] {Markup.Escape(problem)}");
        }

        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, DiagnosedGroup incident)
    {
        var (group, cause) = incident;
        console.WriteLine();
        console.MarkupLine($"{Badge(group.Severity)} [bold]{Markup.Escape(group.Title)}[/]");
        var facts = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(0));
        facts.AddRow(new Markup(""), new Markup(Markup.Escape(cause.Statement)));
        Add(facts, "cause", [cause.Code == RootCause.Unknown ? "[yellow]Unknown[/]" : $"[bold]{cause.Code}[/]"]);
        Add(facts, "object", [Markup.Escape(cause.Object.Address)]);
        Add(facts, "evidence", Quotes(cause));
        Add(facts, "hurts", Hurts(incident));
        Add(facts, "missing", cause.Missing.Select(missing => $"[yellow]{Markup.Escape(missing)}[/]"));
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

    // The first words of each piece of evidence: the others support them.
    private static IEnumerable<string> Quotes(RootCauseAnalysis cause) => cause.Chain
        .SelectMany(link => link.Citations)
        .GroupBy(citation => citation.Evidence, StringComparer.Ordinal)
        .Select(group => group.First())
        .Take(MostQuotes)
        .Select(citation => $"[grey]{Markup.Escape(citation.Evidence)}[/] [italic]“{Markup.Escape(Short(citation.Quote))}”[/]");

    private static IEnumerable<string> Hurts(DiagnosedGroup incident)
    {
        var hurt = incident.Group.Symptoms.Select(symptom => symptom.Workload)
            .Concat(incident.Group.Consequences.Select(symptom => symptom.Object))
            .Concat(incident.Cause.Chain.Where(link => link.Object.Kind == "Application").Select(link => link.Object))
            .CountBy(reference => reference)
            .ToList();
        foreach (var (reference, _) in hurt.Take(MostHurt))
        {
            var pods = incident.Group.Symptoms.Where(symptom => symptom.Workload == reference && symptom.Object.Kind == "Pod").Select(symptom => symptom.Object).Distinct().Count();
            yield return Markup.Escape(reference.Address) + (pods == 0 ? "" : pods == 1 ? " [grey](1 pod)[/]" : $" [grey]({pods} pods)[/]");
        }

        if (hurt.Count > MostHurt)
        {
            yield return $"[grey]and {hurt.Count - MostHurt} more[/]";
        }
    }

    // Errors are wrapped from the outside in: what happened stands at the end.
    private static string Short(string quote) =>
        quote.Length <= QuoteHead + QuoteTail ? quote : $"{quote[..QuoteHead]} … {quote[^QuoteTail..]}";

    private static string Badge(Severity severity) =>
        severity == Severity.Error ? "[white on red] ERROR [/]" : "[black on yellow] WARNING [/]";
}
