using System.Text.Json;
using AiSre.Data;
using AiSre.Remediation.Proof;

namespace AiSre.Tests.Remediation.Proof;

public sealed class RenderedDigestTests
{
    private static readonly RenderedChange Web = new("Deployment/shop/web", RenderedChangeKind.Changed, [new("spec.replicas", "2", "3"), new("spec.template", """{"a": 1, "b": [1, 2]}""", null)]);
    private static readonly RenderedChange Map = new("ConfigMap/shop/settings", RenderedChangeKind.Added, []);

    [Fact]
    public void Layout_and_order_do_not_count()
    {
        var other = Web with { Fields = [new("spec.template", """{"b":[1,2],"a":1}""", null), new("spec.replicas", "2", "3")] };
        Assert.Equal(Digest(Web, Map), Digest(Map, other));
        Assert.Equal(64, Digest(Web).Length);
    }

    [Fact]
    public void Everything_else_does()
    {
        string[] digests =
        [
            Digest(), Digest(Web), Digest(Map), Digest(Web, Map),
            Digest(Web with { Object = "Deployment/shop/other" }),
            Digest(Map with { Kind = RenderedChangeKind.Removed }),
            Digest(Web with { Fields = [Web.Fields[0]] }),
            Digest(Web with { Fields = [Web.Fields[0] with { After = "\"3\"" }] }),
            Digest(Web with { Fields = [Web.Fields[0] with { After = null }] }),
            Digest(Web with { Fields = [new("spec.template", """{"a": 1, "b": [2, 1]}""", null)] }),
        ];
        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void It_is_the_same_once_the_proof_was_kept()
    {
        var proof = new ProposalProof([new("Rendered", ProofState.Proven, "All of it.")], [Web, Map]);
        var kept = JsonSerializer.Deserialize<ProposalProof>(JsonSerializer.Serialize(proof, JsonColumn.Options), JsonColumn.Options)!;
        Assert.Equal(proof.Digest, kept.Digest);
        Assert.Equal(proof.State, kept.State);
    }

    private static string Digest(params RenderedChange[] changes) => new ProposalProof([], [.. changes]).Digest;
}
