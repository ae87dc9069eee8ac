using System.Collections.Immutable;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Freezes;
using AiSre.Remediation.Guardrails.Risk;

namespace AiSre.Remediation.Guardrails;

/// <summary>A subject and the guardrails that it is held against. Pure.</summary>
internal sealed class GuardrailQuestion(GuardrailSubject subject, GuardrailFile? file)
{
    private readonly Lazy<ImmutableArray<LocatedPlace>> _places = new(() => Locate(subject, file ?? GuardrailFile.None));
    private readonly Lazy<ImmutableArray<ChangedField>> _fields = new(() => ChangedFields.Of(subject.Changes.Value));
    private readonly Dictionary<string, string?> _freezes = new(StringComparer.Ordinal);
    private ImmutableArray<GuardrailRule> _rules;
    private ChangeRisk? _risk;

    public GuardrailSubject Subject => subject;

    /// <summary>Whether there are guardrails at all.</summary>
    public bool HasFile => file is not null;

    /// <summary>The guardrails; empty where there are none.</summary>
    public GuardrailFile File => file ?? GuardrailFile.None;

    /// <summary>Where the change takes effect, each place with its environment.</summary>
    /// <exception cref="UnknownFactException">It is not known.</exception>
    public ImmutableArray<LocatedPlace> Places => _places.Value;

    /// <summary>The rules that are for any of the places; a place that is not known fully may be what a rule is for.</summary>
    /// <exception cref="UnknownFactException">The places are not known.</exception>
    public ImmutableArray<GuardrailRule> Rules => !_rules.IsDefault ? _rules : _rules = [.. File.Rules.Where(rule => Places.Any(rule.Where.MayCover))];

    /// <summary>Every value that changes.</summary>
    /// <exception cref="UnknownFactException">It is not known.</exception>
    public ImmutableArray<ChangedField> Fields => _fields.Value;

    /// <summary>What may go wrong.</summary>
    /// <exception cref="UnknownFactException">What it is computed from is not known.</exception>
    public ChangeRisk Risk => _risk ??= ChangeRisk.Of(this);

    /// <summary>The event of a calendar that is going on; null when none is.</summary>
    /// <exception cref="UnknownFactException">The calendar cannot be read.</exception>
    public string? FreezeOf(string calendar) =>
        _freezes.TryGetValue(calendar, out var known) ? known : _freezes[calendar] = FreezeCalendar.Find(calendar, File, subject).FreezeAt(subject.At);

    private static ImmutableArray<LocatedPlace> Locate(GuardrailSubject subject, GuardrailFile file)
    {
        var places = subject.Places.Value;
        return !places.IsDefaultOrEmpty
            ? [.. places.Distinct().Select(place => LocatedPlace.Of(place, file))]
            : throw new UnknownFactException("It is not known where the change takes effect.");
    }
}
