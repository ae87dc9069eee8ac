using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Access;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>Answers <c>kubectl auth can-i</c>: a SelfSubjectAccessReview, which is never stored.</summary>
internal static class AccessReviewHandler
{
    public const string Group = "authorization.k8s.io";
    public const string Resource = "selfsubjectaccessreviews";

    public static async Task ReviewAsync(ApiRequest request, Identity identity)
    {
        using var reader = new StreamReader(request.Http.Request.Body);
        if (JsonNode.Parse(await reader.ReadToEndAsync(request.Http.RequestAborted)) is not JsonObject review)
        {
            throw StatusException.BadRequest("the body is not a SelfSubjectAccessReview");
        }

        var asked = review.Child("spec", "resourceAttributes");
        var isAllowed = asked is not null && identity.May(asked.Text("verb") ?? "*", asked.Text("group") ?? "", asked.Text("resource") ?? "*");
        review["status"] = new JsonObject { ["allowed"] = isAllowed, ["reason"] = isAllowed ? "RBAC: allowed by ClusterRoleBinding" : "" };
        await request.Http.WriteAsync(review, 201);
    }
}
