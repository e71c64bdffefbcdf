package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

// Every program is a tool of a go.mod, which pins its version.
var controlPlane = []string{
	"go.etcd.io/etcd/server/v3",
	"k8s.io/kubernetes/cmd/kube-apiserver",
	"k8s.io/kubernetes/cmd/kube-controller-manager",
	"k8s.io/kubernetes/cmd/kube-scheduler",
	"k8s.io/kubernetes/cmd/kubectl",
	"k8s.io/kubernetes/cmd/kubelet",
}

var node = []string{
	"github.com/containerd/containerd/v2/cmd/containerd",
	"github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2",
	"github.com/containerd/containerd/v2/cmd/ctr",
	"github.com/containernetworking/plugins/plugins/ipam/host-local",
	"github.com/containernetworking/plugins/plugins/main/bridge",
}

var kubernetesVersion = regexp.MustCompile(`k8s\.io/kubernetes (v(\d+)\.(\d+)\.\S+)`)

// buildControlPlane makes the programs of the control plane, and KWOK, unless the cache has them, and tells where they are.
func buildControlPlane() (string, error) {
	home := os.Getenv("TESTCLUSTER_HOME")
	mod, err := os.ReadFile(filepath.Join(home, "go.mod"))
	if err != nil {
		return "", err
	}
	version := kubernetesVersion.FindStringSubmatch(string(mod))
	if version == nil {
		return "", fmt.Errorf("%s/go.mod names no version of k8s.io/kubernetes", home)
	}
	// A module of its own: it is made with the libraries of another Kubernetes.
	kwok := filepath.Join(home, "kwok")
	return once("kubernetes-"+version[1], []string{home, kwok}, func(out string) error {
		// Kubernetes knows its version from the linker alone.
		const set = "-X k8s.io/component-base/version."
		linker := fmt.Sprintf("-s -w %sgitVersion=%s %sgitMajor=%s %sgitMinor=%s %sgitTreeState=clean",
			set, version[1], set, version[2], set, version[3], set)
		if err := compile(home, out, "0", append([]string{"-ldflags", linker}, controlPlane...)...); err != nil {
			return err
		}
		if err := compile(kwok, out, "0", "-ldflags", "-s -w", "sigs.k8s.io/kwok/cmd/kwok"); err != nil {
			return err
		}
		// Go names it after its module.
		return os.Rename(filepath.Join(out, "server"), filepath.Join(out, "etcd"))
	})
}

// buildNode makes the programs of the real node.
func buildNode() (string, error) {
	home := filepath.Join(os.Getenv("TESTCLUSTER_HOME"), "node")
	return once("node", []string{home}, func(out string) error {
		stripped := []string{"-ldflags", "-s -w"}
		if err := compile(home, out, "0", append(stripped, node...)...); err != nil {
			return err
		}
		// It enters namespaces, and confines containers, by C code.
		if exec.Command("pkg-config", "--exists", "libseccomp").Run() != nil {
			return errors.New("--kubelet wants a C compiler, pkg-config and libseccomp-dev, for runc")
		}
		runc := append(stripped, "-tags", "seccomp", "github.com/opencontainers/runc")
		if err := compile(home, out, "1", runc...); err != nil {
			return err
		}
		return compile(home, filepath.Join(out, pauseRoot), "0", append(stripped, "./pause")...)
	})
}

// once lets one process build what the cache lacks, while others wait for it.
func once(name string, modules []string, build func(out string) error) (string, error) {
	digest := sha256.New()
	for _, module := range modules {
		sums, err := os.ReadFile(filepath.Join(module, "go.sum"))
		if err != nil {
			return "", err
		}
		digest.Write(sums)
	}
	bin := filepath.Join(os.Getenv("TESTCLUSTER_CACHE"), fmt.Sprintf("%s-%.6x", name, digest.Sum(nil)))
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	lock, err := os.Create(bin + ".lock")
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	from := time.Now()
	fmt.Fprintf(os.Stderr, "Building %s (once; this takes some minutes)\n", bin)
	if err := build(bin + ".unfinished"); err != nil {
		return "", err
	}
	fmt.Fprintf(os.Stderr, "Built in %s\n", seconds(from))
	return bin, os.Rename(bin+".unfinished", bin)
}

// compile builds packages of a module into a directory.
func compile(module, out, cgo string, arguments ...string) error {
	words := append([]string{"build", "-C", module, "-trimpath", "-o", out + "/"}, arguments...)
	compiler := exec.Command("go", words...)
	compiler.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
	compiler.Stdout, compiler.Stderr = os.Stderr, os.Stderr
	if err := compiler.Run(); err != nil {
		return fmt.Errorf("go build in %s: %w", module, err)
	}
	return nil
}
