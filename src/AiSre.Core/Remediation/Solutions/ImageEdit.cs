using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Solutions;

/// <summary>One image to change at its place in Git. Equal edits, asked for by several containers, are one.</summary>
/// <param name="Place">Where.</param>
/// <param name="From">The image that Git gives the container now.</param>
/// <param name="To">The image that it should give.</param>
internal sealed record ImageEdit(ImagePlace Place, string From, ImageReference To);
