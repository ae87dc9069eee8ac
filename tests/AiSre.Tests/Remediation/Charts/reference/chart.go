package main

import (
	"os"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

type file struct{ Path, Text string }

type metadata struct {
	Name, Version, AppVersion, APIVersion, Description, Type, Home, Icon, KubeVersion string
	Keywords, Sources                                                                 []string
	Annotations                                                                       map[string]string
	Dependencies                                                                      []*dependency
	Deprecated                                                                        bool
	IsRoot                                                                            bool
}

type dependency struct {
	Name, Alias, Condition, Repository, Version string
	Tags                                        []string
}

type chart struct {
	Metadata  metadata
	Values    map[string]interface{}
	Templates []file
	Files     files
	Charts    []*chart
}

func loadChart(folder string) (*chart, error) {
	result := &chart{Values: map[string]interface{}{}, Files: files{}}
	text, err := os.ReadFile(filepath.Join(folder, "Chart.yaml"))
	if err != nil {
		return nil, err
	}
	about := map[string]interface{}{}
	if err := unmarshal(text, &about); err != nil {
		return nil, err
	}
	for _, key := range []string{"version", "appVersion"} {
		if number, ok := about[key].(float64); ok {
			about[key] = strconv.FormatFloat(number, 'g', -1, 64)
		}
	}
	if err := unmarshal([]byte(toJson(about)), &result.Metadata); err != nil {
		return nil, err
	}
	if result.Values, err = readValues(filepath.Join(folder, "values.yaml")); err != nil {
		return nil, err
	}
	err = filepath.Walk(folder, func(name string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		own, _ := filepath.Rel(folder, name)
		own = filepath.ToSlash(own)
		content, err := os.ReadFile(name)
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(own, "charts/"), own == "Chart.yaml", own == "values.yaml":
		case strings.HasPrefix(own, "templates/"):
			result.Templates = append(result.Templates, file{own, string(content)})
		default:
			result.Files[own] = content
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	inner, _ := filepath.Glob(filepath.Join(folder, "charts", "*", "Chart.yaml"))
	for _, name := range inner {
		part, err := loadChart(filepath.Dir(name))
		if err != nil {
			return nil, err
		}
		result.Charts = append(result.Charts, part)
	}
	return result, nil
}

// Aliases give a chart another name, or make several of one.
func (c *chart) applyAliases() {
	var named []*chart
	taken := map[string]bool{}
	for _, wanted := range c.Metadata.Dependencies {
		for _, part := range c.Charts {
			if part.Metadata.Name != wanted.Name {
				continue
			}
			taken[wanted.Name] = true
			copied := *part
			if wanted.Alias != "" {
				copied.Metadata.Name = wanted.Alias
			}
			named = append(named, &copied)
		}
	}
	for _, part := range c.Charts {
		if !taken[part.Metadata.Name] {
			named = append(named, part)
		}
	}
	c.Charts = named
}

func (c *chart) dropDisabled(values map[string]interface{}, tags map[string]interface{}, way string) {
	c.applyAliases()
	off := map[string]bool{}
	for _, wanted := range c.Metadata.Dependencies {
		name := wanted.Name
		if wanted.Alias != "" {
			name = wanted.Alias
		}
		some, none := false, false
		for _, tag := range wanted.Tags {
			if set, ok := tags[tag].(bool); ok {
				some, none = some || set, none || !set
			}
		}
		off[name] = none && !some
		for _, condition := range strings.Split(wanted.Condition, ",") {
			if set, ok := at(values, way+strings.TrimSpace(condition)).(bool); ok {
				off[name] = !set
				break
			}
		}
	}
	var on []*chart
	for _, part := range c.Charts {
		if !off[part.Metadata.Name] {
			on = append(on, part)
		}
	}
	c.Charts = on
	for _, part := range c.Charts {
		part.dropDisabled(values, tags, way+part.Metadata.Name+".")
	}
}

func at(values map[string]interface{}, way string) interface{} {
	var value interface{} = values
	for _, step := range strings.Split(way, ".") {
		table, ok := value.(map[string]interface{})
		if !ok {
			return nil
		}
		value = table[step]
	}
	return value
}

// Puts a chart's own values, and those of the charts in it, under what is given.
func (c *chart) coalesce(given map[string]interface{}) map[string]interface{} {
	for key, own := range c.Values {
		value, there := given[key]
		if there && value == nil {
			delete(given, key)
		} else if table, ok := value.(map[string]interface{}); ok {
			if inner, ok := own.(map[string]interface{}); ok {
				coalesceTables(table, inner)
			}
		} else if !there {
			given[key] = copyOf(own)
		}
	}
	for _, part := range c.Charts {
		table, ok := given[part.Metadata.Name].(map[string]interface{})
		if !ok {
			table = map[string]interface{}{}
			given[part.Metadata.Name] = table
		}
		shareGlobals(table, given)
		part.coalesce(table)
	}
	return given
}

func shareGlobals(inner, outer map[string]interface{}) {
	target, ok := inner["global"].(map[string]interface{})
	if !ok {
		target = map[string]interface{}{}
	}
	shared, _ := outer["global"].(map[string]interface{})
	for key, value := range shared {
		if table, ok := value.(map[string]interface{}); ok {
			stronger := copyOf(table).(map[string]interface{})
			if own, ok := target[key].(map[string]interface{}); ok {
				coalesceTables(stronger, own)
			}
			target[key] = stronger
		} else {
			target[key] = value
		}
	}
	inner["global"] = target
}

func coalesceTables(stronger, weaker map[string]interface{}) {
	for key, own := range weaker {
		value, there := stronger[key]
		if there && value == nil {
			delete(stronger, key)
		} else if table, ok := value.(map[string]interface{}); ok {
			if inner, ok := own.(map[string]interface{}); ok {
				coalesceTables(table, inner)
			}
		} else if !there {
			stronger[key] = own
		}
	}
}

func copyOf(value interface{}) interface{} {
	switch value := value.(type) {
	case map[string]interface{}:
		result := map[string]interface{}{}
		for key, item := range value {
			result[key] = copyOf(item)
		}
		return result
	case []interface{}:
		result := make([]interface{}, len(value))
		for index, item := range value {
			result[index] = copyOf(item)
		}
		return result
	default:
		return value
	}
}

type files map[string][]byte

func (f files) Get(name string) string      { return string(f[name]) }
func (f files) GetBytes(name string) []byte { return f[name] }

func (f files) Lines(name string) []string {
	text := strings.TrimSuffix(string(f[name]), "\n")
	if text == "" {
		return []string{}
	}
	return strings.Split(text, "\n")
}

func (f files) Glob(pattern string) files {
	found := files{}
	for name, content := range f {
		if ok, _ := path.Match(pattern, name); ok {
			found[name] = content
		}
	}
	return found
}

func (f files) AsConfig() string {
	texts := map[string]string{}
	for name, content := range f {
		texts[path.Base(name)] = string(content)
	}
	return toYaml(texts)
}

func sortedNames(of map[string]source) []string {
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	// The deepest first, and in one depth the last first: a template that is named twice is the last that is read.
	sort.Slice(names, func(i, j int) bool {
		one, other := strings.Count(names[i], "/"), strings.Count(names[j], "/")
		return one > other || one == other && names[i] > names[j]
	})
	return names
}
