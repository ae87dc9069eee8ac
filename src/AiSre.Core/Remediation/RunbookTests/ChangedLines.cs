using System.Collections.Immutable;
using AiSre.Remediation.Proposals;
using DiffPlex;

namespace AiSre.Remediation.RunbookTests;

/// <summary>A change as the lines that go and come, without the ones around them.</summary>
internal static class ChangedLines
{
    public static ImmutableArray<string> Of(IEnumerable<FileChange> files)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var file in files)
        {
            var diff = Differ.Instance.CreateLineDiffs(file.Before, file.After, ignoreWhitespace: false);
            foreach (var block in diff.DiffBlocks)
            {
                lines.AddRange(diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA).Select(line => $"-{line.TrimEnd()}"));
                lines.AddRange(diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB).Select(line => $"+{line.TrimEnd()}"));
            }
        }

        return lines.ToImmutable();
    }

    /// <summary>Whether the same lines go and come in the same order. How far they are indented does not count: the test's files may be written otherwise.</summary>
    public static bool AreSame(IEnumerable<string> expected, IEnumerable<string> found) => expected.Select(Bare).SequenceEqual(found.Select(Bare));

    private static string Bare(string line) => line.Length == 0 ? "" : line[0] + line[1..].Trim();
}
