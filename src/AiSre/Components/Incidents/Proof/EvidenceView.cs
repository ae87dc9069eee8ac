using AiSre.Incidents;

namespace AiSre.Components.Incidents.Proof;

/// <summary>One kept piece of evidence as the page shows it.</summary>
/// <param name="Address">What it is a copy of.</param>
/// <param name="Kind">Object, event or log.</param>
/// <param name="Text">The content, laid out for reading.</param>
/// <param name="Sha256">The kept hash over the content as it was captured.</param>
/// <param name="IsIntact">Whether the content still has that hash.</param>
/// <param name="CapturedAt">When it was seen.</param>
/// <param name="Mark">Where the quotation stands in <paramref name="Text"/>; null without one.</param>
public sealed record EvidenceView(
    string Address, EvidenceKind Kind, string Text, string Sha256, bool IsIntact, DateTimeOffset CapturedAt, Range? Mark);
