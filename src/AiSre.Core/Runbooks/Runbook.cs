using System.Collections.Immutable;

namespace AiSre.Runbooks;

/// <summary>What people wrote about one fault: prose for readers and, optionally, a typed part for the machine.</summary>
/// <remarks>
/// One Markdown file. Everything between the two <c>---</c> lines is YAML; keys that are not named here are errors.
/// <code>
/// ---
/// id: override-registry                  # stable over versions: a-z, 0-9 and dashes
/// title: Pull from registry B while registry A is down
/// owner: platform team
/// symptom:                               # every line given must hold; a list means any of these
///   reason: ImagePullFailed              # SymptomReason codes
///   cause: RegistryUnavailable           # root-cause codes of the taxonomy
///   registry: registry-a.example         # facts: registry, image, exit-code, … (globs with * and ?), pull-failure (codes)
///   message: 'dial tcp .*: i/o timeout'  # regular expressions for what the cluster or the log says
/// not-when:                              # optional: any of these excludes it; the keys of symptom and applies-to
///   - {namespaces: legacy-*}
/// when:                                  # optional: fields of the workload on the cluster: is, is-not, at-least, at-most, exists
///   - {field: spec.replicas, at-least: 2}
/// applies-to:                            # optional: globs; all objects of the incident must be covered
///   clusters: [prod-*]
///   namespaces: [shop-*]
///   applications: [argocd/shop]
///   labels: {team: checkout}
/// mode: propose                          # advise, propose (the default), shadow, automatic; or a list of these with places
/// verify: {soak: 5m}                     # optional: watch longer than the setting says
/// solution:                              # optional: typed operations (README.md lists them), carried out in this order as one change
///   - override-image-registry:
///       from: registry-a.example
///       to: registry-b.example
/// tests:                                 # objects in, cause and changed lines out
///   - name: Registry A times out
///     objects: [{apiVersion: v1, kind: Pod, …}]
///     expect: {cause: RegistryUnavailable, diff: "-image: …\n+image: …"}
/// ---
/// # Pull from registry B while registry A is down
/// ## Symptom
/// Pods wait in ImagePullBackOff …
/// ## Root cause
/// Registry A does not answer …
/// ## Solution
/// Registry B mirrors every repository …
/// </code>
/// Without <c>symptom</c> and <c>solution</c> a runbook is prose only: it guides people and never acts.
/// </remarks>
public sealed record Runbook
{
    /// <summary>Stable over versions.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Who keeps it right: a team or a person.</summary>
    public required string Owner { get; init; }

    /// <summary>What it is for; null for prose only, which never matches.</summary>
    public SymptomPattern? Symptom { get; init; }

    public RunbookScope AppliesTo { get; init; } = RunbookScope.Everywhere;

    /// <summary>What to do; null when that is only told to people.</summary>
    public Solution? Solution { get; init; }

    /// <summary>What excludes it although the symptom fits; one is enough.</summary>
    public ImmutableArray<Exclusion> NotWhen { get; init; } = [];

    /// <summary>What must be so on the cluster besides; all of it.</summary>
    public ImmutableArray<Precondition> When { get; init; } = [];

    /// <summary>How far it asks to go by itself, and where.</summary>
    public RunbookModes Modes { get; init; } = RunbookModes.Default;

    /// <summary>How its effect is watched.</summary>
    public RunbookVerification Verification { get; init; } = RunbookVerification.Default;

    /// <summary>What it is tested with.</summary>
    public ImmutableArray<RunbookTest> Tests { get; init; } = [];

    /// <summary>The Markdown after the front matter.</summary>
    public required string Body { get; init; }

    /// <summary>The sections of the body in their order.</summary>
    public required ImmutableArray<RunbookSection> Sections { get; init; }

    /// <summary>Whether it asks to be automatic and nothing narrows where.</summary>
    public bool IsAutomaticEverywhere =>
        CanAct && AppliesTo.IsEverywhere && Modes.Scopes.Any(scope => scope.Mode == RunbookMode.Automatic && scope.Where.IsEverywhere);

    /// <summary>Whether it can lead to a proposal.</summary>
    public bool CanAct => Symptom is not null && Solution is not null;

    /// <summary>The text under a heading such as <c>Root cause</c>, whatever its case; null when there is none.</summary>
    public string? Section(string title) =>
        Sections.FirstOrDefault(section => section.Title.Equals(title, StringComparison.OrdinalIgnoreCase))?.Text;
}

/// <summary>One section of a runbook's prose.</summary>
/// <param name="Title">The heading's text.</param>
/// <param name="Text">The Markdown below it, up to the next heading of the same or a higher level.</param>
public sealed record RunbookSection(string Title, string Text);
