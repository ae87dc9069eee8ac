using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Guardrails;

/// <summary>The versions of the guardrails: who saved them, when and why.</summary>
public sealed partial class VersionsCard
{
    /// <summary>The latest first.</summary>
    [Parameter, EditorRequired]
    public ImmutableArray<GuardrailVersionRow> Versions { get; set; } = [];
}
