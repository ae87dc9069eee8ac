// Renders charts by Go's own template engine and Sprig, in the order and with the functions that Helm gives them.
//
//	main charts FOLDER   every chart below the folder, into FOLDER/<chart>/golden
//	main lines           one JSON object a line, {"template", "values"}, answered by {"text"} or {"error"}
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	switch {
	case len(os.Args) == 3 && os.Args[1] == "charts":
		check(renderCharts(os.Args[2]))
	case len(os.Args) == 2 && os.Args[1] == "lines":
		renderLines()
	default:
		fmt.Fprintln(os.Stderr, "usage: main charts FOLDER | main lines")
		os.Exit(2)
	}
}

func renderCharts(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := renderChart(filepath.Join(folder, entry.Name())); err != nil {
			return fmt.Errorf("%s: %w", entry.Name(), err)
		}
	}
	return nil
}

func renderChart(folder string) error {
	root, err := loadChart(filepath.Join(folder, "chart"))
	if err != nil {
		return err
	}
	overrides, err := readValues(filepath.Join(folder, "values.yaml"))
	if err != nil {
		return err
	}
	rendered, err := render(root, overrides)
	if err != nil {
		return err
	}
	golden := filepath.Join(folder, "golden")
	if err := os.RemoveAll(golden); err != nil {
		return err
	}
	names := make([]string, 0, len(rendered))
	for name := range rendered {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if strings.TrimSpace(rendered[name]) == "" {
			continue
		}
		path := filepath.Join(golden, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(rendered[name]), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func renderLines() {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, 1<<24)
	output := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(output)
	for scanner.Scan() {
		var asked struct{ Template, Values string }
		check(json.Unmarshal(scanner.Bytes(), &asked))
		text, err := renderOne(asked.Template, asked.Values)
		answer := map[string]string{"text": text}
		if err != nil {
			answer = map[string]string{"error": err.Error()}
		}
		check(encoder.Encode(answer))
		check(output.Flush())
	}
	check(scanner.Err())
}

func renderOne(template, values string) (string, error) {
	parsed, err := parseValues([]byte(values))
	if err != nil {
		return "", err
	}
	one := &chart{Metadata: metadata{Name: "one", Version: "1.0.0", AppVersion: "2.0.0", APIVersion: "v2"}, Values: parsed}
	one.Templates = []file{{"templates/one.yaml", template}}
	rendered, err := render(one, map[string]interface{}{})
	return rendered["one/templates/one.yaml"], err
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
