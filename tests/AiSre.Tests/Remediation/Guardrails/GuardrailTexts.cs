namespace AiSre.Tests.Remediation.Guardrails;

/// <summary>Guardrails for tests of their format.</summary>
internal static class GuardrailTexts
{
    /// <summary>Every key that there is.</summary>
    public const string Everything = """
        environments:
          development: {criticality: low, clusters: [dev-*]}
          production: {criticality: critical, clusters: [prod-*], namespaces: [shop, shop-*]}
        calendars:
          company: {time-zone: Europe/Berlin, file: freeze.ics}
          year-end:
            text: |
              BEGIN:VCALENDAR
              VERSION:2.0
              PRODID:-//acme//calendar//EN
              BEGIN:VEVENT
              UID:1
              DTSTAMP:20260101T000000Z
              DTSTART;VALUE=DATE:20261220
              DTEND;VALUE=DATE:20270104
              SUMMARY:Year end
              END:VEVENT
              END:VCALENDAR
        automatic:
          - {environments: [development], risk: medium}
          - {clusters: [prod-1], namespaces: [shop], applications: [argocd/shop], environments: [production]}
        rules:
          - name: hands off payments
            where: {clusters: [prod-*], namespaces: [payments], applications: ["*pay*"], environments: [production]}
            always: deny
          - name: only these
            otherwise: deny
            repositories: [github.com/acme/*]
            paths: ["apps/**"]
            kinds: [Deployment, StatefulSet]
            fields: ["*.resources", spec.replicas]
            values:
              spec.replicas: {at-least: 2, at-most: 20, factor: x2}
              "*.limits.memory": {at-most: 4Gi}
              "*.image": {one-of: ["registry.acme.example/*"]}
            criticality: critical
            risk: medium
          - name: small and slow
            blast-radius: {objects: 3, replicas: 20, applications: 1, clusters: 1}
            hours: {time-zone: Europe/Berlin, open: [Mon-Thu 09:00-16:00, "Fri 09:00-12:00"]}
            freeze: [company, year-end]
            rate: {per-application: 1 in 1h, per-cluster: 5 in 1h, fleet: 20 in 1d}
            breaker: {failures: 1, within: 30d}

        """;
}
