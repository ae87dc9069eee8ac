using System.Text;
using System.Text.RegularExpressions;

namespace AiSre.Remediation.Sources;

/// <summary>
/// The patterns of <c>directory.include</c> and <c>exclude</c> as Argo CD takes them: <c>*</c> and <c>?</c> also stand for slashes,
/// <c>{a,b}</c> is a choice, <c>[a-z]</c> a set.
/// </summary>
internal static class PathGlob
{
    /// <summary>Compiles a pattern; matching takes time linear in the path.</summary>
    /// <exception cref="SourceRefusedException">The pattern is not understood.</exception>
    public static Func<string, bool> Compile(string pattern)
    {
        try
        {
            return new Regex(ToExpression(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant).IsMatch;
        }
        catch (ArgumentException error)
        {
            throw new SourceRefusedException($"The application includes or excludes files by '{pattern}', which is not a pattern ({error.Message.TrimEnd('.')}); correct it in the application.");
        }
    }

    private static string ToExpression(string pattern)
    {
        var expression = new StringBuilder(@"\A");
        var braces = 0;
        for (var index = 0; index < pattern.Length; index++)
        {
            var c = pattern[index];
            switch (c)
            {
                case '*':
                    expression.Append(".*");
                    break;
                case '?':
                    expression.Append('.');
                    break;
                case '{':
                    braces++;
                    expression.Append("(?:");
                    break;
                case '}' when braces > 0:
                    braces--;
                    expression.Append(')');
                    break;
                case ',' when braces > 0:
                    expression.Append('|');
                    break;
                case '[' when pattern.IndexOf(']', index) is var close and > 0:
                    var set = pattern[(index + 1)..close];
                    var negated = set.StartsWith('!') || set.StartsWith('^');
                    expression.Append(negated ? "[^" : "[").Append(set[(negated ? 1 : 0)..].Replace(@"\", @"\\", StringComparison.Ordinal)).Append(']');
                    index = close;
                    break;
                case '\\' when index + 1 < pattern.Length:
                    expression.Append(Regex.Escape(pattern[++index].ToString()));
                    break;
                default:
                    expression.Append(Regex.Escape(c.ToString()));
                    break;
            }
        }

        return expression.Append(@"\z").ToString();
    }
}
