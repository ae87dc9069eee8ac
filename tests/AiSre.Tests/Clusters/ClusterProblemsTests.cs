using System.Text.Json;
using AiSre.Clusters;

namespace AiSre.Tests.Clusters;

public sealed class ClusterProblemsTests
{
    private static readonly ClusterOptions Cluster = new() { Name = "production" };
    private static readonly Uri Address = new("https://10.0.0.1:6443/");

    [Fact]
    public void An_answer_that_is_no_object_says_where_it_went_wrong()
    {
        Assert.Contains("list pods (at $.items[1].metadata, line 1, byte 70)", Explain(new JsonException("no", "$.items[1].metadata", 0, 70)));
        Assert.Contains("list pods (at line 3, byte 0)", Explain(new JsonException("no", null, 2, 0)));
        Assert.Contains("list pods (A list of Pod is null)", Explain(new JsonException("A list of Pod is null.")));
    }

    private static string Explain(Exception failure) => ClusterProblems.Explain(failure, Cluster, Address, "list pods")!.Message;
}
