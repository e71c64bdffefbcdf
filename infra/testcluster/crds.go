package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
)

// applyCRDs applies what is below the directories, and waits until the API server serves it.
func (c *cluster) applyCRDs(directories []string) error {
	for _, directory := range directories {
		if err := filepath.WalkDir(directory, c.applyEntry); err != nil {
			return err
		}
	}
	return c.await("the custom resources to be served", "kube-apiserver", c.crdsEstablished)
}

// crdsEstablished is for those that there are. `kubectl wait` fails on one that has no condition yet.
func (c *cluster) crdsEstablished() bool {
	body, err := c.call(http.MethodGet, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", nil)
	if err != nil {
		return false
	}
	var list struct {
		Items []struct {
			Status struct {
				Conditions []struct{ Type, Status string }
			}
		}
	}
	if json.Unmarshal(body, &list) != nil {
		return false
	}
	established := 0
	for _, definition := range list.Items {
		for _, condition := range definition.Status.Conditions {
			if condition.Type == "Established" && condition.Status == "True" {
				established++
			}
		}
	}
	return established == len(list.Items)
}

// applyEntry applies a YAML file; a directory with a kustomization it applies as that says, and as a whole.
func (c *cluster) applyEntry(path string, entry fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	if entry.IsDir() {
		if _, err := os.Stat(filepath.Join(path, "kustomization.yaml")); err != nil {
			return nil
		}
		if err := c.runKubectl("apply", "--server-side", "--kustomize", path); err != nil {
			return err
		}
		return fs.SkipDir
	}
	if extension := filepath.Ext(path); extension != ".yaml" && extension != ".yml" {
		return nil
	}
	return c.runKubectl("apply", "--server-side", "--filename", path)
}

func (c *cluster) runKubectl(words ...string) error {
	kubectl := exec.Command(c.program("kubectl"), words...)
	kubectl.Env = c.environment("KUBECONFIG=" + c.kubeconfig("admin"))
	if output, err := kubectl.CombinedOutput(); err != nil {
		return fmt.Errorf("kubectl %s %s: %w\n%s", words[0], words[len(words)-1], err, output)
	}
	return nil
}
