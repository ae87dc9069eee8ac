using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Runbooks.Format;
using AiSre.Runbooks.Operations;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiSre.Runbooks;

/// <summary>Reads a runbook's text into values. The format is described at <see cref="Runbook"/>.</summary>
public static partial class RunbookParser
{
    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int LongestText = 256 * 1024;

    internal const int LongestId = 64;

    /// <summary>What says nothing to a runbook that is never chosen.</summary>
    private static readonly string[] NeedSymptom = ["not-when", "when", "tests"];

    internal static readonly Dictionary<string, Func<FrontMatterMap, SolutionOperation?>> Operations = new()
    {
        [OverrideImageRegistry.Key] = OverrideImageRegistry.Read,
        [SetImage.Key] = SetImage.Read,
        [RollBackImage.Key] = RollBackImage.Read,
        [SetResources.Key] = SetResources.Read,
        [SetEnvironment.Key] = SetEnvironment.Read,
        [SetField.Key] = SetField.Read,
        [RemoveField.Key] = RemoveField.Read,
        [Scale.Key] = Scale.Read,
        [SetAutoscalerBounds.Key] = SetAutoscalerBounds.Read,
        [FixProbe.Key] = FixProbe.Read,
        [FixReference.Key] = FixReference.Read,
        [SetStorageClass.Key] = SetStorageClass.Read,
        [RevertCommit.Key] = RevertCommit.Read,
        [PinTargetRevision.Key] = PinTargetRevision.Read,
        [AddToleration.Key] = AddToleration.Read,
        [SetNodeSelector.Key] = SetNodeSelector.Read,
        [AddImagePullSecret.Key] = AddImagePullSecret.Read,
    };

    /// <summary>Reads the text; all mistakes are reported at once, each with its place.</summary>
    public static RunbookParseResult Parse(string text)
    {
        if (text.Length > LongestText)
        {
            return Invalid(new RunbookError(1, 1, $"the text has {text.Length} characters; allowed are {LongestText}"));
        }

        if (FrontMatter.TrySplit(text, out var frontMatter) is { } missing)
        {
            return Invalid(missing);
        }

        var errors = new List<RunbookError>();
        if (ReadTop(frontMatter.Yaml, errors) is not { } top)
        {
            return Invalid([.. errors]);
        }

        var id = ReadId(top);
        var title = top.Text("title", required: true);
        var owner = top.Text("owner", required: true);
        var symptom = ReadSymptom(top);
        var scope = ReadScope(top);
        var (exclusions, preconditions) = (RuleSections.Exclusions(top), RuleSections.Preconditions(top));
        var solution = ReadSolution(top);
        var (modes, verification) = (RuleSections.Modes(top), RuleSections.Verification(top));
        var tests = TestSection.Read(top, solution is not null);
        if (top.Has("solution") && !top.Has("symptom"))
        {
            top.Refuse("solution", "a solution without a 'symptom' would never be used; add the symptom, or leave the solution to the text");
        }

        foreach (var key in NeedSymptom.Where(key => top.Has(key) && !top.Has("symptom")))
        {
            top.Refuse(key, $"'{key}' without a 'symptom' would never be used; add the symptom, or leave it out");
        }

        top.RefuseOtherKeys();
        if (errors.Count > 0)
        {
            return Invalid([.. errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
        }

        return new RunbookParseResult(
            new Runbook
            {
                Id = id!,
                Title = title!,
                Owner = owner!,
                Symptom = symptom,
                AppliesTo = scope,
                NotWhen = exclusions,
                When = preconditions,
                Solution = solution,
                Modes = modes,
                Verification = verification,
                Tests = tests,
                Body = frontMatter.Body,
                Sections = Prose.Sections(frontMatter.Body),
            },
            []);
    }

    private static RunbookParseResult Invalid(params ImmutableArray<RunbookError> errors) => new(null, errors);

    private static FrontMatterMap? ReadTop(string yaml, List<RunbookError> errors)
    {
        if (YamlBounds.OfRunbooks.Refusal(yaml) is var (refused, place))
        {
            errors.Add(new RunbookError((int)place.Line + FrontMatter.FirstLine - 1, (int)place.Column, $"the front matter is not read: {refused}"));
            return null;
        }

        var stream = new YamlStream();
        try
        {
            stream.Load(new YamlEvents(yaml));
        }
        catch (YamlException exception)
        {
            var why = exception.InnerException?.Message ?? exception.Message;
            errors.Add(new RunbookError(
                (int)exception.Start.Line + FrontMatter.FirstLine - 1,
                (int)exception.Start.Column,
                $"the front matter is not valid YAML: {why.TrimEnd('.')}"));
            return null;
        }

        if (stream.Documents is [{ RootNode: YamlMappingNode root }])
        {
            return new FrontMatterMap(root, "", errors);
        }

        errors.Add(new RunbookError(FrontMatter.FirstLine, 1, "the front matter is not a mapping; allowed are keys and values such as 'id: my-runbook'"));
        return null;
    }

    private static string? ReadId(FrontMatterMap top)
    {
        var id = top.Text("id", required: true);
        if (id is not null && (id.Length > LongestId || !IdGrammar().IsMatch(id)))
        {
            top.Refuse("id", $"'{id}' is not an id; allowed are up to {LongestId} of a-z, 0-9 and single dashes between them");
        }

        return id;
    }

    private static SymptomPattern? ReadSymptom(FrontMatterMap top)
    {
        if (top.Map("symptom") is not { } map)
        {
            return null;
        }

        var symptom = SymptomSection.Read(map);
        map.RefuseOtherKeys();
        if (!map.Has("reason") && !map.Has("cause") && !map.Has("alert"))
        {
            top.Refuse("symptom", "the symptom names neither 'reason' nor 'cause' nor 'alert', so it would match anything; name at least one");
        }

        return symptom;
    }

    private static RunbookScope ReadScope(FrontMatterMap top)
    {
        if (top.Map("applies-to") is not { } map)
        {
            return RunbookScope.Everywhere;
        }

        var scope = ScopeSection.Read(map);
        map.RefuseOtherKeys();
        return scope;
    }

    private static Solution? ReadSolution(FrontMatterMap top)
    {
        if (!top.Has("solution"))
        {
            return null;
        }

        var operations = ImmutableArray.CreateBuilder<SolutionOperation>();
        (string Name, YamlNode Place)? alone = null;
        foreach (var (name, map, place) in top.NamedItems("solution"))
        {
            if (!Operations.TryGetValue(name, out var read))
            {
                top.Refuse(place, $"the operation '{name}' is not known{FrontMatterMap.Hint(name, Operations.Keys)}");
            }
            else if (read(map) is { } operation)
            {
                operations.Add(operation);
                alone ??= operation.StandsAlone ? (name, place) : null;
            }
        }

        if (alone is var (only, where) && operations.Count > 1)
        {
            top.Refuse(where, $"'{only}' stands beside other operations; allowed is it alone, since a change could not be told from what it puts back");
        }

        return new Solution(operations.ToImmutable());
    }

    [GeneratedRegex(@"\A[a-z0-9]+(?:-[a-z0-9]+)*\z")]
    private static partial Regex IdGrammar();
}
