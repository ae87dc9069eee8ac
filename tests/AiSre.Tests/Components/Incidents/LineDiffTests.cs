using AiSre.Components.Incidents.Changes;

namespace AiSre.Tests.Components.Incidents;

public class LineDiffTests
{
    [Fact]
    public void A_changed_line_marks_only_what_changed()
    {
        var row = Assert.Single(Changes("image: registry-a.example:5000/shop/app:1\n", "image: registry-b.example:5000/shop/app:1\n"));

        Assert.Equal("registry-a.example", Assert.Single(row.Old!.Spans, span => span.IsMarked).Text);
        Assert.Equal("registry-b.example", Assert.Single(row.New!.Spans, span => span.IsMarked).Text);
        Assert.Equal("image: registry-a.example:5000/shop/app:1", string.Concat(row.Old.Spans.Select(span => span.Text)));
    }

    [Fact]
    public void White_space_counts()
    {
        Assert.Single(Changes("a: 1\n", "a:  1\n"));
    }

    [Fact]
    public void An_added_line_has_no_left_side_and_shifts_the_numbers_after_it()
    {
        var rows = LineDiff.Between("a\nc", "a\nb\nc").SelectMany(block => block.Rows).ToList();

        Assert.Equal([(1, 1), (null, 2), (2, 3)], rows.Select(row => (row.Old?.Number, row.New?.Number)));
    }

    [Fact]
    public void Three_lines_around_a_change_are_shown_and_the_rest_is_a_gap()
    {
        var before = Enumerable.Range(1, 40).Select(line => $"line {line}").ToArray();
        var after = before.ToArray();
        after[19] = "changed";

        var blocks = LineDiff.Between(string.Join('\n', before), string.Join('\n', after));

        Assert.Equal([true, false, true], blocks.Select(block => block.IsGap));
        Assert.Equal([16, 7, 17], blocks.Select(block => block.Rows.Length));
    }

    [Fact]
    public void Equal_texts_are_one_gap()
    {
        Assert.True(Assert.Single(LineDiff.Between("a\nb", "a\nb")).IsGap);
    }

    [Theory]
    [InlineData("", "a\nb\n")]
    [InlineData("a\nb\n", "")]
    [InlineData("a\nb\nc", "c\nb\na\nd")]
    [InlineData("one\ntwo", "one\n\ntwo\n")]
    public void Every_line_of_both_sides_is_in_one_row(string before, string after)
    {
        var rows = LineDiff.Between(before, after).SelectMany(block => block.Rows).ToList();

        Assert.Equal(before.Split('\n'), Side(rows, row => row.Old));
        Assert.Equal(after.Split('\n'), Side(rows, row => row.New));
    }

    private static List<string> Side(List<DiffRow> rows, Func<DiffRow, DiffSide?> side)
    {
        var lines = rows.Select(side).OfType<DiffSide>().ToList();
        Assert.Equal(Enumerable.Range(1, lines.Count), lines.Select(line => line.Number));

        // An empty text has no line to number.
        return lines.Count == 0 ? [""] : lines.ConvertAll(line => string.Concat(line.Spans.Select(span => span.Text)));
    }

    private static IEnumerable<DiffRow> Changes(string before, string after) =>
        LineDiff.Between(before, after).SelectMany(block => block.Rows).Where(row => row.IsChange);
}
