package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// LeaderWorkerSet is a kind that a cluster has when somebody has installed it: by --lws, with its own controller, and with the
// webhooks by which its pods learn their place in their group.
const (
	lwsModule = "sigs.k8s.io/lws"
	lwsCRDs   = "crds"
	lwsGroup  = "leaderworkerset.x-k8s.io"
	lwsPods   = "leaderworkerset.sigs.k8s.io/name" // the label of pods of a set
)

// buildLWS makes the controller, and takes the definition of the kind out of its module.
func buildLWS() (string, error) {
	home := filepath.Join(os.Getenv("TESTCLUSTER_HOME"), "lws")
	return once("lws", []string{home}, func(out string) error {
		if err := compile(home, out, "0", "-ldflags", "-s -w", lwsModule+"/cmd"); err != nil {
			return err
		}
		// Go names it after its directory.
		if err := os.Rename(filepath.Join(out, "cmd"), filepath.Join(out, "lws")); err != nil {
			return err
		}
		module, err := exec.Command("go", "-C", home, "list", "-m", "-f", "{{.Dir}}", lwsModule).Output()
		if err != nil {
			return fmt.Errorf("where %s is: %w", lwsModule, err)
		}
		bases := filepath.Join(strings.TrimSpace(string(module)), "config", "crd", "bases")
		return os.CopyFS(filepath.Join(out, lwsCRDs), os.DirFS(bases))
	})
}

func (c *cluster) lwsComponent() component {
	return component{
		name:      "lws",
		program:   filepath.Join(c.LWSBin, "lws"),
		arguments: []string{"--config=" + c.path("lws.json"), "--kubeconfig=" + c.kubeconfig("lws")},
	}
}

// configureLWS writes what its controller reads. JSON is YAML.
func (c *cluster) configureLWS() error {
	content, err := json.MarshalIndent(object{
		"apiVersion":             "config.lws.x-k8s.io/v1alpha1",
		"kind":                   "Configuration",
		"webhook":                object{"host": "127.0.0.1", "port": c.LWS, "certDir": c.path("pki", "lws")},
		"metrics":                object{"bindAddress": "0"},
		"health":                 object{"healthProbeBindAddress": "0"},
		"leaderElection":         object{"leaderElect": false},
		"internalCertManagement": object{"enable": false},
	}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.path("lws.json"), content, 0o600); err != nil {
		return err
	}
	if err := os.Mkdir(c.pki("lws"), 0o700); err != nil {
		return err
	}
	for _, file := range []string{"crt", "key"} { // by the names that controller-runtime knows
		if err := copyFile(c.pki("lws."+file), c.path("pki", "lws", "tls."+file)); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	return errors.Join(err, os.WriteFile(to, content, 0o600))
}

// startLWS returns when the API server can ask its webhooks.
func (c *cluster) startLWS() error {
	if err := c.applyCRDs([]string{filepath.Join(c.LWSBin, lwsCRDs)}); err != nil {
		return err
	}
	if err := c.start("lws"); err != nil {
		return err
	}
	listens := func() bool {
		connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", c.LWS))
		if err == nil {
			connection.Close()
		}
		return err == nil
	}
	if err := c.await("the webhooks of LeaderWorkerSet", "lws", listens); err != nil {
		return err
	}
	return errors.Join(
		c.createWebhooks("MutatingWebhookConfiguration", "mutate"),
		c.createWebhooks("ValidatingWebhookConfiguration", "validate"))
}

// createWebhooks asks for those of the controller's installation (config/webhook), at an address of this machine.
func (c *cluster) createWebhooks(kind, verb string) error {
	authority, err := os.ReadFile(c.pki("ca.crt"))
	if err != nil {
		return err
	}
	webhook := func(name, path, group, resource string, selector object, operations ...string) object {
		return object{
			"name":                    name + "." + lwsGroup,
			"admissionReviewVersions": []string{"v1"},
			"sideEffects":             "None",
			"failurePolicy":           "Fail",
			"clientConfig": object{
				"url": fmt.Sprintf("https://127.0.0.1:%d/%s-%s", c.LWS, verb, path), "caBundle": authority},
			"objectSelector": selector,
			"rules": []object{{"apiGroups": []string{group}, "apiVersions": []string{"v1"},
				"operations": operations, "resources": []string{resource}}},
		}
	}
	ofPods := object{"matchExpressions": []object{{"key": lwsPods, "operator": "Exists"}}}
	configuration, err := json.Marshal(object{
		"apiVersion": "admissionregistration.k8s.io/v1",
		"kind":       kind,
		"metadata":   object{"name": "lws"},
		"webhooks": []object{
			webhook("sets", "leaderworkerset-x-k8s-io-v1-leaderworkerset", lwsGroup, "leaderworkersets", object{}, "CREATE", "UPDATE"),
			webhook("pods", "-v1-pod", "", "pods", ofPods, "CREATE"),
		},
	})
	if err != nil {
		return err
	}
	path := "/apis/admissionregistration.k8s.io/v1/" + strings.ToLower(kind) + "s"
	_, err = c.call(http.MethodPost, path, configuration)
	return err
}
