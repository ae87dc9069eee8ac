package main

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
)

type source struct {
	text  string
	scope map[string]interface{}
}

func render(root *chart, overrides map[string]interface{}) (map[string]string, error) {
	all := root.withDefaults(copyOf(overrides).(map[string]interface{}))
	tags, _ := all["tags"].(map[string]interface{})
	root.dropDisabled(all, tags, "")
	values := root.coalesce(copyOf(overrides).(map[string]interface{}))
	root.Metadata.IsRoot = true
	sources := map[string]source{}
	root.collect(sources, values, root.Metadata.Name)
	return execute(sources)
}

// The values as they are before any chart is dropped.
func (c *chart) withDefaults(given map[string]interface{}) map[string]interface{} {
	aliased := *c
	aliased.applyAliases()
	return aliased.coalesce(given)
}

func (c *chart) collect(sources map[string]source, values map[string]interface{}, home string) map[string]interface{} {
	if c.Files == nil {
		c.Files = files{}
	}
	scope := map[string]interface{}{
		"Chart":        c.Metadata,
		"Files":        c.Files,
		"Values":       values,
		"Release":      map[string]interface{}{"Name": "demo", "Namespace": "shop", "Service": "Helm", "IsInstall": true, "IsUpgrade": false, "Revision": 1},
		"Capabilities": served,
	}
	inner := map[string]interface{}{}
	for _, part := range c.Charts {
		table, _ := values[part.Metadata.Name].(map[string]interface{})
		inner[part.Metadata.Name] = part.collect(sources, table, home+"/charts/"+part.Metadata.Name)
	}
	scope["Subcharts"] = inner
	for _, item := range c.Templates {
		if c.Metadata.Type == "library" && !strings.HasPrefix(path.Base(item.Path), "_") {
			continue
		}
		name := home + "/" + item.Path
		own := map[string]interface{}{}
		for key, value := range scope {
			own[key] = value
		}
		own["Template"] = map[string]interface{}{"Name": name, "BasePath": home + "/templates"}
		sources[name] = source{item.Text, own}
	}
	return scope
}

func execute(sources map[string]source) (rendered map[string]string, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("%v", problem)
		}
	}()
	templates := template.New("charts").Option("missingkey=zero")
	templates.Funcs(functions(templates))
	names := sortedNames(sources)
	for _, name := range names {
		if _, err := templates.New(name).Parse(sources[name].text); err != nil {
			return nil, err
		}
	}
	rendered = map[string]string{}
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") || strings.HasSuffix(name, "NOTES.txt") {
			continue
		}
		var output strings.Builder
		if err := templates.ExecuteTemplate(&output, name, sources[name].scope); err != nil {
			return nil, err
		}
		rendered[name] = strings.ReplaceAll(output.String(), "<no value>", "")
	}
	return rendered, nil
}

func functions(on *template.Template) template.FuncMap {
	known := sprig.TxtFuncMap()
	delete(known, "env")
	delete(known, "expandenv")
	known["toYaml"] = toYaml
	known["fromYaml"] = fromYaml
	known["fromYamlArray"] = fromYamlArray
	known["toJson"] = toJson
	known["fromJson"] = fromJson
	known["fromJsonArray"] = fromJsonArray
	known["lookup"] = func(string, string, string, string) (map[string]interface{}, error) {
		return map[string]interface{}{}, nil
	}
	depth := 0
	known["include"] = func(name string, data interface{}) (string, error) {
		if depth++; depth > 200 {
			return "", errors.New("templates include each other without end")
		}
		defer func() { depth-- }()
		var output strings.Builder
		err := on.ExecuteTemplate(&output, name, data)
		return output.String(), err
	}
	known["tpl"] = func(text string, data interface{}) (string, error) {
		own, err := on.Clone()
		if err != nil {
			return "", err
		}
		own.Option("missingkey=zero")
		own.Funcs(functions(own))
		parsed, err := own.New("tpl").Parse(text)
		if err != nil {
			return "", err
		}
		var output strings.Builder
		if err := parsed.Execute(&output, data); err != nil {
			return "", err
		}
		return strings.ReplaceAll(output.String(), "<no value>", ""), nil
	}
	known["required"] = func(message string, value interface{}) (interface{}, error) {
		if text, ok := value.(string); value == nil || ok && text == "" {
			return nil, errors.New(message)
		}
		return value, nil
	}
	known["fail"] = func(message string) (string, error) { return "", errors.New(message) }
	return known
}

type capabilities struct {
	KubeVersion kubeVersion
	APIVersions apiVersions
	HelmVersion struct{ Version string }
}

type kubeVersion struct{ Version, Major, Minor string }

func (v kubeVersion) String() string     { return v.Version }
func (v kubeVersion) GitVersion() string { return v.Version }

type apiVersions []string

func (v apiVersions) Has(asked string) bool {
	for _, known := range v {
		if known == asked {
			return true
		}
	}
	return false
}

var served = capabilities{
	KubeVersion: kubeVersion{"v1.33.0", "1", "33"},
	APIVersions: apiVersions{
		"v1", "apps/v1", "apps/v1/Deployment", "batch/v1", "batch/v1/CronJob", "autoscaling/v1", "autoscaling/v2", "networking.k8s.io/v1", "networking.k8s.io/v1/Ingress",
		"policy/v1", "policy/v1/PodDisruptionBudget", "rbac.authorization.k8s.io/v1",
	},
	HelmVersion: struct{ Version string }{"v3.18.0"},
}
