package main

import (
	"fmt"
	"io/fs"
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
	return c.runKubectl("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")
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
