namespace AiSre.Remediation.Guardrails;

/// <summary>What no file can make automatic: what grants rights, holds secrets, separates tenants, or defines and admits others.</summary>
internal static class NeverAutomatic
{
    private static readonly HashSet<string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        // Rights and identities.
        "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ServiceAccount", "CertificateSigningRequest", "PodSecurityPolicy", "SecurityContextConstraints",

        // Secrets, and what makes them.
        "Secret", "SealedSecret", "ExternalSecret", "ClusterExternalSecret", "SecretStore", "ClusterSecretStore", "VaultStaticSecret", "VaultDynamicSecret", "VaultAuth",

        // What separates tenants and networks.
        "Namespace", "NetworkPolicy", "CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "GlobalNetworkPolicy",
        "AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication",

        // What defines, admits and serves other objects.
        "CustomResourceDefinition", "APIService", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "ClusterPolicy", "ConstraintTemplate",

        // What deploys other objects.
        "Application", "ApplicationSet", "AppProject",
    };

    private static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        "securityContext", "serviceAccount", "serviceAccountName", "automountServiceAccountToken", "hostNetwork", "hostPID", "hostIPC", "hostUsers", "hostPath", "hostPort",
        "imagePullSecrets", "secretRef", "secretKeyRef", "secretName", "finalizers", "ownerReferences",
    };

    // Of these only below metadata: a label or a container may well be called so.
    private static readonly HashSet<string> Identity = new(StringComparer.Ordinal) { "metadata.name", "metadata.namespace", "metadata.generateName", "kind", "apiVersion" };

    public static bool IsKind(string kind) => Kinds.Contains(kind);

    /// <summary>The part of a field's path for which it is never automatic; null when there is none.</summary>
    /// <param name="path">Such as <c>spec.template.spec.containers[app].securityContext.runAsUser</c>.</param>
    public static string? Field(string path) =>
        Identity.Contains(path) ? path : path.Split('.', '[', ']').FirstOrDefault(Fields.Contains);
}
