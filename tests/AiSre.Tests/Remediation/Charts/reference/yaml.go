package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"gopkg.in/yaml.v2"
)

func readValues(path string) (map[string]interface{}, error) {
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return map[string]interface{}{}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseValues(text)
}

func parseValues(text []byte) (map[string]interface{}, error) {
	values := map[string]interface{}{}
	err := unmarshal(text, &values)
	if values == nil {
		values = map[string]interface{}{}
	}
	return values, err
}

// YAML is read by way of JSON, so every number becomes a float64.
func unmarshal(text []byte, into interface{}) error {
	var tree interface{}
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return err
	}
	plain, err := withTextKeys(tree)
	if err != nil {
		return err
	}
	data, err := json.Marshal(plain)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

func marshal(value interface{}) ([]byte, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var tree interface{}
	if err := yaml.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	return yaml.Marshal(tree)
}

func withTextKeys(value interface{}) (interface{}, error) {
	switch value := value.(type) {
	case map[interface{}]interface{}:
		result := map[string]interface{}{}
		for key, item := range value {
			text, err := keyText(key)
			if err != nil {
				return nil, err
			}
			if result[text], err = withTextKeys(item); err != nil {
				return nil, err
			}
		}
		return result, nil
	case []interface{}:
		result := make([]interface{}, len(value))
		for index, item := range value {
			var err error
			if result[index], err = withTextKeys(item); err != nil {
				return nil, err
			}
		}
		return result, nil
	default:
		return value, nil
	}
}

func keyText(key interface{}) (string, error) {
	switch key := key.(type) {
	case string:
		return key, nil
	case int:
		return strconv.Itoa(key), nil
	case int64:
		return strconv.FormatInt(key, 10), nil
	case float64:
		return strconv.FormatFloat(key, 'g', -1, 32), nil
	case bool:
		return strconv.FormatBool(key), nil
	default:
		return "", fmt.Errorf("the key %v is no text", key)
	}
}

func toYaml(value interface{}) string {
	data, err := marshal(value)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(data), "\n")
}

func fromYaml(text string) map[string]interface{} {
	result := map[string]interface{}{}
	if err := unmarshal([]byte(text), &result); err != nil {
		result["Error"] = err.Error()
	}
	return result
}

func fromYamlArray(text string) []interface{} {
	result := []interface{}{}
	if err := unmarshal([]byte(text), &result); err != nil {
		result = []interface{}{err.Error()}
	}
	return result
}

func toJson(value interface{}) string {
	data, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(data)
}

func fromJson(text string) map[string]interface{} {
	result := map[string]interface{}{}
	if err := json.Unmarshal([]byte(text), &result); err != nil {
		result["Error"] = err.Error()
	}
	return result
}

func fromJsonArray(text string) []interface{} {
	result := []interface{}{}
	if err := json.Unmarshal([]byte(text), &result); err != nil {
		result = []interface{}{err.Error()}
	}
	return result
}
