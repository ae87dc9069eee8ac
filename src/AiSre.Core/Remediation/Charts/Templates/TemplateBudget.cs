namespace AiSre.Remediation.Charts.Templates;

/// <summary>What the rendering of one chart may cost: it is written by others and may be hostile.</summary>
internal sealed class TemplateBudget
{
    private const int MostSteps = 1_000_000;
    private const int MostCharacters = 16 * 1024 * 1024;

    private const int HeaviestValue = 50_000;
    private const int DeepestValue = 100;

    private int _steps;
    private int _characters;

    /// <summary>Takes note of one step.</summary>
    /// <exception cref="TemplateRefusedException">That was too many.</exception>
    public void Step(int steps = 1)
    {
        if ((_steps += steps) > MostSteps)
        {
            throw new TemplateRefusedException($"the chart takes more than {MostSteps} steps to render");
        }
    }

    /// <summary>Takes note of text that was made.</summary>
    /// <exception cref="TemplateRefusedException">That was too much.</exception>
    public void Write(int characters)
    {
        if ((_characters += Math.Min(characters, MostCharacters)) > MostCharacters)
        {
            throw new TemplateRefusedException($"the chart renders to more than {MostCharacters / 1024 / 1024} MB");
        }
    }

    /// <summary>Looks at a value before all of it is walked through: a template can nest mappings without end, and in themselves.</summary>
    /// <exception cref="TemplateRefusedException">There is too much in it.</exception>
    public void Weigh(TemplateValue value)
    {
        if (value is not (MapValue or ListValue))
        {
            return;
        }

        var left = new Stack<(TemplateValue Value, int Depth)>([(value, 0)]);
        var weight = 0;
        while (left.TryPop(out var next))
        {
            if (++weight > HeaviestValue || next.Depth > DeepestValue)
            {
                throw new TemplateRefusedException($"it has values that are nested more than {DeepestValue} levels deep, or that are more than {HeaviestValue}");
            }

            foreach (var inner in next.Value switch { MapValue map => map.Entries.Values, ListValue list => list.Items, _ => (IEnumerable<TemplateValue>)[] })
            {
                left.Push((inner, next.Depth + 1));
            }
        }

        Step(weight / 8);
    }
}
