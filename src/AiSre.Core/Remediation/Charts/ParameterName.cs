using System.Text;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Charts;

/// <summary>Reads the name of a Helm parameter: <c>image.tag</c>, <c>podAnnotations.example\.com/a</c>, <c>env[0].value</c>.</summary>
internal static class ParameterName
{
    public static FieldPath Parse(string name)
    {
        var path = FieldPath.Of();
        var step = new StringBuilder();
        for (var index = 0; index < name.Length; index++)
        {
            switch (name[index])
            {
                case '\\' when index + 1 < name.Length:
                    step.Append(name[++index]);
                    break;
                case '.':
                    End();
                    break;
                case '[' when name.IndexOf(']', index) is var close and > 0:
                    End();
                    path = path.Item(name[(index + 1)..close]);
                    index = close;
                    break;
                default:
                    step.Append(name[index]);
                    break;
            }
        }

        End();
        return path;

        void End()
        {
            path = step.Length > 0 ? path.Then(step.ToString()) : path;
            step.Clear();
        }
    }
}
