package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What users do: the script, kubectl, and nothing of the program's inside.
type user struct {
	*testing.T
	dir string
}

func (u user) try(words ...string) (string, error) {
	words = append([]string{words[0], "--dir", u.dir}, words[1:]...)
	output, err := exec.Command("./testcluster", words...).CombinedOutput()
	return strings.TrimSpace(string(output)), err
}

func (u user) run(words ...string) string {
	u.Helper()
	output, err := u.try(words...)
	if err != nil {
		u.Fatalf("testcluster %s: %v\n%s", strings.Join(words, " "), err, output)
	}
	return output
}

func (u user) kubectl(words ...string) string {
	u.Helper()
	return u.run(append([]string{"kubectl"}, words...)...)
}

// apply creates what is in a manifest.
func (u user) apply(manifest string) {
	u.Helper()
	kubectl := exec.Command("./testcluster", "kubectl", "--dir", u.dir, "apply", "-f", "-")
	kubectl.Stdin = strings.NewReader(manifest)
	if output, err := kubectl.CombinedOutput(); err != nil {
		u.Fatalf("kubectl apply: %v\n%s", err, output)
	}
}

// sees waits until kubectl shows a text.
func (u user) sees(want string, words ...string) {
	u.Helper()
	var last string
	for deadline := time.Now().Add(90 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		output, err := u.try(append([]string{"kubectl"}, words...)...)
		if err == nil && strings.Contains(output, want) {
			return
		}
		last = output
	}
	u.Fatalf("kubectl %s never showed %q, but at last:\n%s", strings.Join(words, " "), want, last)
}

// seesPod waits until the status of the pods of a Deployment has a text.
func (u user) seesPod(deployment, path, want string) {
	u.Helper()
	u.sees(want, "get", "pods", "-l", "app="+deployment, "-o", "jsonpath={.items[0].status."+path+"}")
}

func (u user) up(words ...string) {
	u.Helper()
	u.Cleanup(func() { u.try("down") })
	u.Log(u.run(append([]string{"up"}, words...)...))
}

func deployment(name string, replicas, gpus int, annotations ...string) string {
	return fmt.Sprintf(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: %[1]s}
spec:
  replicas: %[2]d
  selector: {matchLabels: {app: %[1]s}}
  template:
    metadata:
      labels: {app: %[1]s}
      annotations: {%[4]s}
    spec:
      initContainers: [{name: storage-initializer, image: loader}]
      containers: [{name: kserve-container, image: server, resources: {limits: {nvidia.com/gpu: %[3]d}}}]
`, name, replicas, gpus, strings.Join(annotations, ", "))
}

func fail(how string) string { return annotation("fail", how) }

func annotation(name, value string) string {
	return fmt.Sprintf("testcluster.gantry.io/%s: %q", name, value)
}

func start(t *testing.T, words ...string) user {
	u := user{t, filepath.Join(t.TempDir(), "cluster")}
	u.up(words...)
	return u
}

func TestPods(t *testing.T) {
	u := start(t, "--nodes", "4", "--gpus-per-node", "8")

	t.Run("become ready on nodes that have GPUs, with addresses of their own", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("healthy", 3, 1))
		u.kubectl("rollout", "status", "deployment/healthy", "--timeout=60s")
		addresses := strings.Fields(u.kubectl("get", "pods", "-l", "app=healthy", "-o", "jsonpath={.items[*].status.podIP}"))
		if len(addresses) != 3 || addresses[0] == addresses[1] || addresses[1] == addresses[2] {
			t.Fatalf("three addresses wanted: %s", addresses)
		}
		u.seesPod("healthy", "initContainerStatuses[0].state.terminated.reason", "Completed")
		u.sees("3", "get", "endpointslices,deployments", "-o", `jsonpath={.items[?(@.metadata.name=="healthy")].status.readyReplicas}`)
	})
	t.Run("wait while no GPU is free", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("too-large", 1, 9))
		u.seesPod("too-large", `conditions[?(@.type=="PodScheduled")]`, "Insufficient nvidia.com/gpu")
	})
	t.Run("are ready late", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("slow", 1, 0, annotation("ready-after", "5s")))
		u.seesPod("slow", "containerStatuses[0]", `"ready":false,"restartCount":0,"started":true,"state":{"running"`)
		u.kubectl("rollout", "status", "deployment/slow", "--timeout=60s")
	})
	t.Run("cannot pull their image", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("no-image", 1, 0, fail("image-pull")))
		u.seesPod("no-image", "containerStatuses[0].state.waiting", `"reason":"ImagePullBackOff"`)
		u.seesPod("no-image", "containerStatuses[0].state.waiting.message", `Back-off pulling image "server"`)
		u.recovers("no-image")
	})
	t.Run("run out of memory, again and again", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("oom", 1, 0, fail("oom"), annotation("restarted-after", "1s")))
		u.seesPod("oom", "containerStatuses[0].state.waiting.reason", "CrashLoopBackOff")
		u.seesPod("oom", "containerStatuses[0].lastState.terminated", `"exitCode":137`)
		u.seesPod("oom", "containerStatuses[0].lastState.terminated.reason", "OOMKilled")
		u.seesPod("oom", "containerStatuses[0].restartCount", "2")
		u.recovers("oom")
	})
	t.Run("run out of memory after they were ready", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("later", 1, 0))
		u.kubectl("rollout", "status", "deployment/later", "--timeout=60s")
		u.kubectl("annotate", "pods", "-l", "app=later", "testcluster.gantry.io/fail=oom")
		u.seesPod("later", "containerStatuses[0].lastState.terminated.reason", "OOMKilled")
		u.seesPod("later", `conditions[?(@.type=="Ready")].status`, "False")
	})
	t.Run("crash", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("crash", 1, 0, fail("crash-loop"), annotation("exit-code", "3"), annotation("message", "no such model")))
		u.seesPod("crash", "containerStatuses[0].lastState.terminated", `"exitCode":3`)
		u.seesPod("crash", "containerStatuses[0].lastState.terminated.message", "no such model")
	})
	t.Run("run and are never ready", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("never", 1, 0, fail("never-ready")))
		u.seesPod("never", "containerStatuses[0].state", `"running"`)
		if output, err := u.try("kubectl", "wait", "pods", "-l", "app=never", "--for=condition=Ready", "--timeout=3s"); err == nil {
			t.Fatalf("it is ready: %s", output)
		}
		u.recovers("never")
		u.kubectl("annotate", "pods", "-l", "app=never", "testcluster.gantry.io/fail=never-ready")
		u.seesPod("never", `conditions[?(@.type=="Ready")].status`, "False")
	})
	t.Run("fail in their init container", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("no-model", 1, 0, fail("init-failed"), annotation("exit-code", "5"),
			annotation("message", "s3://models/x: access denied"), annotation("restarted-after", "1s")))
		u.seesPod("no-model", "initContainerStatuses[0].lastState.terminated", `"exitCode":5`)
		u.seesPod("no-model", "initContainerStatuses[0].lastState.terminated.message", "s3://models/x: access denied")
		u.seesPod("no-model", "initContainerStatuses[0].restartCount", "2")
		u.seesPod("no-model", "containerStatuses[0].state.waiting.reason", "PodInitializing")
		u.recovers("no-model")
	})
	t.Run("are terminated, at once or later", func(t *testing.T) {
		u := user{t, u.dir}
		u.apply(deployment("leaving", 1, 0, annotation("terminated-after", "3s")))
		u.kubectl("rollout", "status", "deployment/leaving", "--timeout=60s")
		u.kubectl("delete", "deployment", "leaving")
		if output, err := u.try("kubectl", "wait", "--for=delete", "pods", "-l", "app=leaving", "--timeout=1s"); err == nil {
			t.Fatalf("it is gone at once: %s", output)
		}
		u.kubectl("wait", "--for=delete", "pods", "-l", "app=leaving", "--timeout=60s")
		u.kubectl("delete", "deployment", "healthy")
		u.kubectl("wait", "--for=delete", "pods", "-l", "app=healthy", "--timeout=60s")
	})
}

// recovers takes the annotation away, and waits until the pod is ready.
func (u user) recovers(deployment string) {
	u.Helper()
	u.kubectl("annotate", "pods", "-l", "app="+deployment, "testcluster.gantry.io/fail-")
	u.kubectl("rollout", "status", "deployment/"+deployment, "--timeout=60s")
}

func TestFaultsOfTheCluster(t *testing.T) {
	u := start(t, "--nodes", "2", "--gpus-per-node", "1")
	u.apply(deployment("model", 1, 1))
	u.kubectl("rollout", "status", "deployment/model", "--timeout=60s")

	t.Run("the API server is gone, and comes back where it was", func(t *testing.T) {
		u := user{t, u.dir}
		server := u.kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}")
		u.run("kill", "kube-apiserver")
		if output, err := u.try("kubectl", "get", "pods"); err == nil {
			t.Fatalf("it still answers: %s", output)
		}
		if output, err := u.try("status"); err == nil || !strings.Contains(output, "stopped") {
			t.Fatalf("status says nothing of it: %s", output)
		}
		u.run("start", "kube-apiserver")
		u.kubectl("scale", "deployment/model", "--replicas=2")
		u.kubectl("rollout", "status", "deployment/model", "--timeout=90s")
		if now := u.kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}"); now != server {
			t.Fatalf("at %s, not %s", now, server)
		}
	})
	for _, name := range []string{"etcd", "kube-controller-manager", "kube-scheduler", "kwok"} {
		t.Run(name+" is restarted", func(t *testing.T) {
			u := user{t, u.dir}
			u.run("restart", name)
			u.kubectl("delete", "pods", "--all", "--timeout=60s")
			u.kubectl("rollout", "status", "deployment/model", "--timeout=60s")
		})
	}
	t.Run("KWOK is killed, and the next one has its nodes at once", func(t *testing.T) {
		u := user{t, u.dir}
		holder := []string{"get", "lease", "kwok-0", "-n", "kube-node-lease", "-o", "jsonpath={.spec.holderIdentity}"}
		before := u.kubectl(holder...)
		u.run("kill", "kwok")
		u.run("start", "kwok")
		// By itself a lease ends after 40 seconds.
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(200 * time.Millisecond) {
			if now, err := u.try(append([]string{"kubectl"}, holder...)...); err == nil && now != before {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s still has the node", before)
			}
		}
	})
	t.Run("a node is lost, and comes back", func(t *testing.T) {
		u := user{t, u.dir}
		u.kubectl("label", "node", "kwok-0", "testcluster.gantry.io/kubelet=stopped", "--overwrite")
		u.sees("Unknown", "get", "node", "kwok-0", "-o", `jsonpath={.status.conditions[?(@.type=="Ready")].status}`)
		u.sees("node.kubernetes.io/unreachable", "get", "node", "kwok-0", "-o", "jsonpath={.spec.taints[*].key}")
		u.kubectl("label", "node", "kwok-0", "testcluster.gantry.io/kubelet=kwok", "--overwrite")
		u.sees("True", "get", "node", "kwok-0", "-o", `jsonpath={.status.conditions[?(@.type=="Ready")].status}`)
	})
}

func TestAuthorization(t *testing.T) {
	u := start(t, "--nodes", "0")
	if output, err := u.try("kubectl", "auth", "can-i", "list", "pods", "--as=system:serviceaccount:default:default"); err == nil {
		t.Fatalf("a service account without a role may list pods: %s", output)
	}
	u.kubectl("create", "rolebinding", "viewer", "--clusterrole=view", "--serviceaccount=default:default")
	u.sees("yes", "auth", "can-i", "list", "pods", "--as=system:serviceaccount:default:default")
	token := u.kubectl("create", "token", "default")
	server := u.kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}")
	answer, err := exec.Command("curl", "-sk", "-H", "Authorization: Bearer "+token,
		server+"/api/v1/namespaces/default/pods").CombinedOutput()
	if err != nil || !strings.Contains(string(answer), "PodList") {
		t.Fatalf("the account's token lets it see no pods: %v\n%s", err, answer)
	}
}

func TestCRDs(t *testing.T) {
	crds := t.TempDir()
	for name, content := range map[string]string{
		"plain.yaml":                    definition("Plain"),
		"below/built.yaml":              definition("Built"),
		"below/patch.yaml":              "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: builts.testcluster.gantry.io, labels: {patched: yes-it-is}}}",
		"below/kustomization.yaml":      "{resources: [built.yaml], patches: [{path: patch.yaml}]}",
		"below/deeper/not-a-thing.json": "{}",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(crds, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(crds, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	u := start(t, "--nodes", "0", "--crds", crds)
	for _, kind := range []string{"Plain", "Built"} {
		u.apply("{apiVersion: testcluster.gantry.io/v1, kind: " + kind + ", metadata: {name: mine}}")
	}
	u.sees("mine", "get", "plains,builts")
	u.sees("builts", "get", "crds", "-l", "patched=yes-it-is")
}

func definition(kind string) string {
	name := strings.ToLower(kind)
	return fmt.Sprintf(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: %[2]ss.testcluster.gantry.io}
spec:
  group: testcluster.gantry.io
  names: {kind: %[1]s, plural: %[2]ss, singular: %[2]s}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
`, kind, name)
}

func TestDirectory(t *testing.T) {
	u := start(t, "--nodes", "0")
	other := start(t, "--nodes", "0")

	if output, err := u.try("up"); err == nil || !strings.Contains(output, "testcluster down") {
		t.Fatalf("up beside a cluster that runs: %s", output)
	}
	for _, pid := range processes(t, u.dir) {
		syscall.Kill(pid, syscall.SIGKILL)
	}
	if output := u.run("up", "--nodes", "0"); !strings.Contains(output, "its cluster has died") {
		t.Fatalf("up over a cluster that has died: %s", output)
	}
	if len(processes(t, u.dir)) != 5 {
		t.Fatalf("five processes wanted: %v", processes(t, u.dir))
	}
	u.run("down")
	if left := processes(t, u.dir); len(left) > 0 {
		t.Fatalf("processes are left: %v", left)
	}
	if _, err := os.Stat(u.dir); !os.IsNotExist(err) {
		t.Fatalf("%s is left", u.dir)
	}
	other.kubectl("get", "namespaces")

	strangers := user{t, t.TempDir()}
	if err := os.WriteFile(filepath.Join(strangers.dir, "precious"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"up", "down"} {
		if output, err := strangers.try(command); err == nil {
			t.Fatalf("%s in a directory that is not a cluster's: %s", command, output)
		}
	}
	if _, err := os.Stat(filepath.Join(strangers.dir, "precious")); err != nil {
		t.Fatal(err)
	}
}

// processes that work in a directory, or did until it was removed.
func processes(t *testing.T, dir string) []int {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		t.Fatal(err)
	}
	var found []int
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && strings.TrimSuffix(target, " (deleted)") == dir {
			var pid int
			fmt.Sscanf(link, "/proc/%d/cwd", &pid)
			found = append(found, pid)
		}
	}
	return found
}

func TestLeaderWorkerSets(t *testing.T) {
	u := start(t, "--nodes", "1", "--gpus-per-node", "0", "--lws")

	u.apply(`
apiVersion: leaderworkerset.x-k8s.io/v1
kind: LeaderWorkerSet
metadata: {name: trio}
spec:
  replicas: 2
  leaderWorkerTemplate:
    size: 3
    workerTemplate:
      spec: {containers: [{name: server, image: server}]}
`)

	u.sees("2", "get", "leaderworkerset", "trio", "-o", "jsonpath={.status.readyReplicas}")
	// By the webhook of pods.
	u.sees("trio-1.trio.default", "get", "pod", "trio-1-2", "-o", `jsonpath={.spec.containers[0].env[?(@.name=="LWS_LEADER_ADDRESS")].value}`)

	u.kubectl("scale", "leaderworkerset", "trio", "--replicas=0")
	u.sees("No resources found", "get", "pods")
}
