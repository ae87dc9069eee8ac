using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Charts;

/// <summary>Templates, and everything that sets their values.</summary>
/// <param name="Application">Whose they are, for messages.</param>
/// <param name="Layers">What sets values, the weakest first.</param>
internal abstract record ValueSource(string Application, ImmutableArray<ValueLayer> Layers)
{
    /// <summary>Renders them.</summary>
    /// <exception cref="SourceRefusedException">They cannot be followed.</exception>
    public abstract RenderedChart Render();

    /// <summary>What is to be said with every change of a value; empty for nothing.</summary>
    public virtual string Note => "";

    /// <summary>Where a field comes from that no value gives, as the end of a sentence; null for the template itself.</summary>
    public virtual string? WhyLiteral(FieldPath field) => null;

    /// <summary>How messages name a value.</summary>
    public virtual string NameOf(FieldPath path) => path.ToString();

    /// <summary>The same, with an edit of one layer made.</summary>
    /// <exception cref="SourceRefusedException">The edit cannot be made without guessing.</exception>
    public ValueSource With(ValueWrite write) => this with { Layers = Layers.SetItem(write.Layer, Layers[write.Layer].With(write.Edit)) };

    /// <summary>The layer that decides a value, by its index; -1 when none sets it.</summary>
    public int DeciderOf(FieldPath path)
    {
        for (var index = Layers.Length - 1; index >= 0; index--)
        {
            if (Layers[index].Holds(path) && Layers[index].Sets(path))
            {
                return index;
            }
        }

        return -1;
    }
}

/// <summary>A chart with the values that an application gives it.</summary>
/// <param name="Application">The application's name, for messages.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Layers">Everything that sets values, the weakest first.</param>
/// <param name="Release">What it is rendered for.</param>
internal sealed record ChartSource(string Application, Chart Chart, ImmutableArray<ValueLayer> Layers, ReleaseFacts Release) : ValueSource(Application, Layers)
{
    public override RenderedChart Render()
    {
        try
        {
            return ChartRenderer.Render(Chart, Layers, Release);
        }
        catch (TemplateRefusedException refused)
        {
            throw new SourceRefusedException($"The chart in {RepositoryPath.Show(Chart.Folder)} cannot be followed because {refused.Message}; make the change by hand.");
        }
    }
}

/// <summary>One value to change, and where.</summary>
/// <param name="Layer">The layer, by its index.</param>
/// <param name="Path">The value.</param>
/// <param name="Edit">What is wanted of it.</param>
/// <param name="Text">What changes, for people.</param>
internal sealed record ValueWrite(int Layer, FieldPath Path, FieldEdit Edit, string Text);
