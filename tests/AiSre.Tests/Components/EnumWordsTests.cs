using AiSre.Components.Shared;
using AiSre.Detection;

namespace AiSre.Tests.Components;

public class EnumWordsTests
{
    [Theory]
    [InlineData(RootCause.RegistryUnavailable, "Registry unavailable")]
    [InlineData(RootCause.MissingConfigMapKey, "Missing ConfigMap key")]
    [InlineData(RootCause.InsufficientCpu, "Insufficient CPU")]
    [InlineData(RootCause.RbacForbidden, "RBAC forbidden")]
    [InlineData(RootCause.ArgoSyncFailed, "Argo CD sync failed")]
    [InlineData(RootCause.CronJobSuspended, "CronJob suspended")]
    [InlineData(RootCause.StatefulSetServiceMissing, "StatefulSet service missing")]
    public void A_code_is_said_in_words(RootCause code, string words) => Assert.Equal(words, EnumWords.Of(code));
}
