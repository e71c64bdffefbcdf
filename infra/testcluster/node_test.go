package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestKubelet(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("SKIPPED: containers want root")
	}
	u := start(t, "--nodes", "1", "--kubelet")
	root := t.TempDir()
	compiler := exec.Command("go", "build", "-o", filepath.Join(root, "server"), "./testdata/server")
	compiler.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := compiler.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	u.run("image", "localhost/server:1", root, "/server")

	t.Run("runs containers: one writes what the other serves", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(`
apiVersion: v1
kind: Pod
metadata: {name: model}
spec:
  nodeName: localhost
  terminationGracePeriodSeconds: 1
  initContainers:
    - {name: storage-initializer, image: "localhost/server:1", args: [write], volumeMounts: [{name: shared, mountPath: /shared}]}
  containers:
    - name: kserve-container
      image: localhost/server:1
      args: [serve]
      readinessProbe: {httpGet: {port: 8080}, periodSeconds: 1}
      volumeMounts: [{name: shared, mountPath: /shared}]
  volumes: [{name: shared, emptyDir: {}}]
`)
		u.kubectl("wait", "pod/model", "--for=condition=Ready", "--timeout=60s")
		u.sees("serving", "logs", "model", "-c", "kserve-container")
		address := u.kubectl("get", "pod", "model", "-o", "jsonpath={.status.podIP}")
		answer, err := exec.Command("curl", "-s", "--max-time", "5", "http://"+address+":8080/").CombinedOutput()
		if err != nil || string(answer) != "a model" {
			t.Fatalf("%s answers %q: %v", address, answer, err)
		}
	})
	t.Run("ends a container that takes more memory than it may", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(`
apiVersion: v1
kind: Pod
metadata: {name: hungry}
spec:
  nodeName: localhost
  containers: [{name: kserve-container, image: "localhost/server:1", args: [eat], resources: {limits: {memory: 64Mi}}}]
`)
		u.sees("OOMKilled", "get", "pod", "hungry", "-o", "jsonpath={.status.containerStatuses[0]}")
		u.kubectl("delete", "pod", "hungry", "--timeout=60s")
	})
	t.Run("has a kubelet that comes back, and whose pods go on meanwhile", func(t *testing.T) {
		u := user{t, u.dir}
		before := u.kubectl("get", "pod", "model", "-o", "jsonpath={.status.containerStatuses[0].containerID}")
		u.run("kill", "kubelet")
		u.apply(`{apiVersion: v1, kind: Pod, metadata: {name: second}, spec: {nodeName: localhost, hostNetwork: true,
			containers: [{name: main, image: "localhost/pause:1"}]}}`)
		u.kubectl("wait", "pod/second", "--for=condition=Ready", "--timeout=60s")
		if after := u.kubectl("get", "pod", "model", "-o", "jsonpath={.status.containerStatuses[0].containerID}"); after != before {
			t.Fatalf("container %s became %s", before, after)
		}
	})
	t.Run("leaves nothing on the machine", func(t *testing.T) {
		u := user{t, u.dir}
		u.run("down")
		if groups := podGroups(); len(groups) > 0 {
			t.Errorf("control groups are left: %s", groups)
		}
		if _, err := net.InterfaceByName(bridge); err == nil {
			t.Errorf("%s is left", bridge)
		}
		mounts, err := os.ReadFile("/proc/self/mounts")
		if err != nil || strings.Contains(string(mounts), u.dir) {
			t.Errorf("mounts are left: %v\n%s", err, mounts)
		}
		programs, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, program := range programs {
			if words, err := os.ReadFile(program); err == nil && strings.Contains(string(words), u.dir) {
				t.Errorf("a process is left: %s", words)
			}
		}
	})
}
