using System.Text;
using AiSre.Diagnosis.Model;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AiSre.Tests.Diagnosis.Model;

public class TextCutTests
{
    [Fact]
    public void What_fits_is_not_touched() => Assert.Equal("añb", TextCut.To(4, "añb", keepEnd: true));

    [Fact]
    public void Too_little_room_leaves_nothing() => Assert.Equal("", TextCut.To(100, new string('x', 500), keepEnd: true));

    [Theory]
    [InlineData(false, "0123", "[… cut here …]")]
    [InlineData(true, "[… cut here …]", "6789")]
    public void The_wanted_end_is_kept(bool keepEnd, string begins, string ends)
    {
        var cut = TextCut.To(300, string.Concat(Enumerable.Repeat("0123456789", 100)), keepEnd);

        Assert.StartsWith(begins, cut, StringComparison.Ordinal);
        Assert.EndsWith(ends, cut, StringComparison.Ordinal);
    }

    [Property]
    public Property Never_longer_than_allowed_and_never_half_a_character() =>
        Prop.ForAll(
            (from parts in Gen.Elements("a", "ü", "€", "😀", "\n").ArrayOf().Resize(2000)
             from bytes in Gen.Choose(0, 1500)
             from keepEnd in Gen.Elements(true, false)
             select (text: string.Concat(parts), bytes, keepEnd)).ToArbitrary(),
            sample =>
            {
                var cut = TextCut.To(sample.bytes, sample.text, sample.keepEnd);
                var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
                return strict.GetByteCount(cut) <= sample.bytes;
            });
}
