using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Data;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Proposals;

/// <summary>What a decision is about: nothing of it may change between the reading and the merge.</summary>
/// <param name="HeadSha">The commit to merge.</param>
/// <param name="Files">SHA-256 over the files before and after, 64 hexadecimal digits.</param>
/// <param name="Evidence">SHA-256 over the ids of the incident's evidence.</param>
/// <param name="Runbook">The runbook and its version: <c>override-registry@3</c>.</param>
/// <param name="Rendered">SHA-256 over what the change comes to once rendered; empty where it could not be rendered.</param>
/// <param name="Guardrails">The version of the guardrails that is in force: <c>guardrails@3</c>, or <see cref="NoGuardrails"/>.</param>
public sealed record ProposalFingerprint(
    string HeadSha, string Files, string Evidence, string Runbook, string Rendered = "", string Guardrails = ProposalFingerprint.NoGuardrails)
{
    /// <summary>What stands for the version where there are no guardrails.</summary>
    public const string NoGuardrails = "none";

    /// <summary>SHA-256 over all of it, 64 hexadecimal digits. Without guardrails it is what it was before there were any.</summary>
    public string Value => Hash([HeadSha, Files, Evidence, Runbook, Rendered, .. Guardrails == NoGuardrails ? [] : (string[])[Guardrails]]);

    /// <summary>The fingerprint of a proposal that is pushed.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="evidence">The ids of the incident's evidence, in any order.</param>
    public static ProposalFingerprint Of(Proposal proposal, IEnumerable<Guid> evidence) => new(
        proposal.HeadSha!,
        Hash(proposal.Files.OrderBy(file => file.Path, StringComparer.Ordinal).SelectMany(file => (string[])[file.Path, file.Before, file.After, .. file.IsNew || file.IsRemoved ? [$"{file.IsNew} {file.IsRemoved}"] : (string[])[]])),
        Hash(evidence.Select(id => id.ToString("N")).Order(StringComparer.Ordinal)),
        $"{proposal.RunbookId}@{proposal.RunbookVersion}",
        proposal.Proof is { Changes.IsEmpty: false } proof ? proof.Digest : "");

    /// <summary>What differs, as the subject of a sentence; null when nothing does.</summary>
    /// <param name="seen">What the person looked at.</param>
    public string? WhatChangedSince(ProposalFingerprint seen)
    {
        ImmutableArray<string> changed =
        [
            .. HeadSha == seen.HeadSha ? [] : new[] { "the commit" },
            .. Files == seen.Files ? [] : new[] { "the diff" },
            .. Rendered == seen.Rendered ? [] : new[] { "what it comes to" },
            .. Evidence == seen.Evidence ? [] : new[] { "the evidence" },
            .. Runbook == seen.Runbook ? [] : new[] { "the runbook" },
            .. Guardrails == seen.Guardrails ? [] : new[] { "the guardrails" },
        ];
        return changed.IsEmpty ? null : string.Join(", ", changed);
    }

    /// <summary>The fingerprint of a proposal as the rows are now.</summary>
    internal static async Task<ProposalFingerprint> ReadAsync(AiSreDbContext db, Proposal proposal, CancellationToken cancellationToken) =>
        Of(proposal, await db.Set<Evidence>().Where(evidence => evidence.IncidentId == proposal.IncidentId).Select(evidence => evidence.Id).ToListAsync(cancellationToken));

    // With their lengths: no two lists of texts come to the same bytes.
    private static string Hash(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.LongLength));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
