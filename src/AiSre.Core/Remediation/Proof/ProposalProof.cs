using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AiSre.Remediation.Proof;

/// <summary>What was proven of a proposal before anybody was asked.</summary>
/// <param name="Checks">Each with what it found, in the order they were made.</param>
/// <param name="Changes">What the change does to the rendered objects; empty where they could not be rendered.</param>
public sealed record ProposalProof(ImmutableArray<ProofCheck> Checks, ImmutableArray<RenderedChange> Changes)
{
    /// <summary>The worst of the checks; what was not checked at all is not proven.</summary>
    public ProofState State => Checks.IsEmpty ? ProofState.Unproven : Checks.Max(check => check.State);

    /// <summary>SHA-256 over the rendered changes, 64 hexadecimal digits: the same whenever the change comes to the same, however it was rendered.</summary>
    [JsonIgnore]
    public string Digest => RenderedDigest.Of(Changes);
}

/// <summary>One thing that should hold of a proposal.</summary>
/// <param name="Name">What is checked, in a word or two.</param>
/// <param name="State">How it came out.</param>
/// <param name="Sentence">What was found, and what to do where that is needed.</param>
public sealed record ProofCheck(string Name, ProofState State, string Sentence);

/// <summary>How a check came out, from good to bad.</summary>
public enum ProofState
{
    Proven,

    /// <summary>It could not be looked at. A person may decide; nothing else may.</summary>
    Unproven,

    /// <summary>It does not hold.</summary>
    Refuted,
}

/// <summary>How one rendered object differs between base and head.</summary>
/// <param name="Object">Its address, such as <c>Deployment/shop/checkout</c>; without a namespace where the manifest names none.</param>
/// <param name="Kind">Whether it is new, gone or changed.</param>
/// <param name="Fields">What differs; empty for an object that is new or gone.</param>
public sealed record RenderedChange(string Object, RenderedChangeKind Kind, ImmutableArray<RenderedField> Fields);

public enum RenderedChangeKind
{
    Changed,
    Added,
    Removed,
}

/// <summary>One field of a rendered object.</summary>
/// <param name="Path">Such as <c>spec.template.spec.containers[app].image</c>: items of lists by their name where all have one, else by index.</param>
/// <param name="Before">JSON; null where it was not there.</param>
/// <param name="After">JSON; null where it is gone.</param>
public sealed record RenderedField(string Path, string? Before, string? After);
