package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The real node is this machine: a kubelet and a containerd, in mount and process namespaces of their own. When
// the first process there ends, the system ends all others, containers among them, and undoes every mount.
const (
	// By the name localhost the API server finds the kubelet on loopback.
	nodeName = "localhost"

	bridge = "testcluster0"
	// Pods of the real node have addresses of this private range, in which the machine itself has the first one. A node that was
	// killed leaves its bridge behind, so the range must be one where nobody else is.
	bridgeRange = "10.213.78.0/24"

	pauseImage = "localhost/pause:1"
	pauseRoot  = "pause" // what is in it, below NodeBin
)

// checkMachine refuses a machine that cannot be a node, and remembers what the node will change of it.
func (c *cluster) checkMachine() error {
	if os.Getuid() != 0 {
		return errors.New("--kubelet wants root, for containers")
	}
	for _, hidden := range []string{"/run/", "/var/lib/", "/var/log/"} {
		if strings.HasPrefix(c.Dir+"/", hidden) || strings.HasPrefix(c.NodeBin+"/", hidden) {
			return fmt.Errorf("--kubelet has a %s of its own, so that neither --dir nor the cache may be in it", hidden)
		}
	}
	for _, group := range podGroups() {
		if hasProcesses(group) {
			return fmt.Errorf("another kubelet seems to run on this machine: there are processes in %s", group)
		}
		removeGroups(group) // of a node that was killed
	}
	forward, err := os.ReadFile(ipForward)
	c.IPForward = string(forward)
	return err
}

// configureNode writes what the kubelet and containerd are configured by.
func (c *cluster) configureNode() error {
	kubelet, err := json.MarshalIndent(c.kubeletConfig(), "", "  ")
	if err != nil {
		return err
	}
	for name, content := range map[string]string{
		"kubelet.json":           string(kubelet),
		"containerd.toml":        c.containerdConfig(),
		"cni/10-bridge.conflist": c.networkConfig(),
	} {
		if err := os.MkdirAll(filepath.Dir(c.path("node", name)), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(c.path("node", name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

const ipForward = "/proc/sys/net/ipv4/ip_forward"

func (c *cluster) containerdSocket() string {
	return c.path("node", "containerd.sock")
}

func (c *cluster) containerdConfig() string {
	return fmt.Sprintf(`version = 3
root = %[1]q
state = "/run/containerd"

[grpc]
  address = %[2]q

[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = %[3]q

[plugins."io.containerd.cri.v1.runtime"]
  netns_mounts_under_state_dir = true
  # Root in a sandbox may lack the capability to protect a process from the OOM killer.
  restrict_oom_score_adj = true

[plugins."io.containerd.cri.v1.runtime".cni]
  bin_dirs = [%[4]q]
  conf_dir = %[5]q
  use_internal_loopback = true

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
  BinaryName = %[6]q
`, c.path("node", "containerd"), c.containerdSocket(), pauseImage, c.NodeBin, c.path("node", "cni"),
		filepath.Join(c.NodeBin, "runc"))
}

func (c *cluster) networkConfig() string {
	return fmt.Sprintf(`{
  "cniVersion": "1.0.0",
  "name": "testcluster",
  "plugins": [{
    "type": "bridge",
    "bridge": %q,
    "isDefaultGateway": true,
    "ipam": {"type": "host-local", "ranges": [[{"subnet": %q}]], "dataDir": %q}
  }]
}
`, bridge, bridgeRange, c.path("node", "addresses"))
}

func (c *cluster) kubeletConfig() object {
	return object{
		"apiVersion":               "kubelet.config.k8s.io/v1beta1",
		"kind":                     "KubeletConfiguration",
		"address":                  "127.0.0.1",
		"port":                     c.Kubelet,
		"healthzPort":              0,
		"authentication":           object{"x509": object{"clientCAFile": c.path("pki", "ca.crt")}},
		"tlsCertFile":              c.path("pki", "kubelet.crt"),
		"tlsPrivateKeyFile":        c.path("pki", "kubelet.key"),
		"containerRuntimeEndpoint": "unix://" + c.containerdSocket(),
		"cgroupDriver":             "cgroupfs",
		"podLogsDir":               c.path("node", "pods"),
		"volumePluginDir":          c.path("node", "plugins"),
		"failSwapOn":               false,
		// The machine's disk is not the cluster's to clean up.
		"evictionHard":                object{"memory.available": "100Mi"},
		"imageGCHighThresholdPercent": 100,
	}
}

// startNode starts the node, and hands it the image that holds every pod together: no registry is asked for it.
func (c *cluster) startNode() error {
	if err := c.start("node"); err != nil {
		return err
	}
	if err := c.await("containerd to answer", "containerd", c.containerdReady); err != nil {
		return err
	}
	return c.loadImage(pauseImage, filepath.Join(c.NodeBin, pauseRoot), []string{"/pause"})
}

// daemons of the node, with their arguments.
func (c *cluster) daemons() map[string][]string {
	return map[string][]string{
		"containerd": {filepath.Join(c.NodeBin, "containerd"), "--config", c.path("node", "containerd.toml")},
		"kubelet": {
			c.program("kubelet"),
			"--config=" + c.path("node", "kubelet.json"),
			"--kubeconfig=" + c.kubeconfig("kubelet"),
			"--root-dir=" + c.path("node", "kubelet"),
			"--hostname-override=" + nodeName,
			"--node-labels=" + kubeletLabel + "=real",
		},
	}
}

// superviseNode is the first process of the node. It keeps containerd and the kubelet running, as systemd does
// elsewhere, and takes in the processes whose parents have ended.
func superviseNode(c *cluster) error {
	if os.Getpid() != 1 {
		return errors.New("supervise-node is for up --kubelet alone")
	}
	if err := isolateMounts(); err != nil {
		return err
	}
	running := map[int]string{}
	for name := range c.daemons() {
		pid, err := c.startDaemon(name)
		if err != nil {
			return err
		}
		running[pid] = name
	}
	for {
		ended, err := syscall.Wait4(-1, nil, 0, nil)
		if err != nil && err != syscall.EINTR {
			return err
		}
		if name, ours := running[ended]; ours {
			delete(running, ended)
			time.Sleep(time.Second)
			pid, err := c.startDaemon(name)
			if err != nil {
				return err
			}
			running[pid] = name
		}
	}
}

func (c *cluster) startDaemon(name string) (int, error) {
	log, err := os.OpenFile(c.log(name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer log.Close()
	words := c.daemons()[name]
	process := exec.Command(words[0], words[1:]...)
	process.Env = []string{"HOME=" + c.path("home"), "PATH=" + c.NodeBin + ":" + os.Getenv("PATH")}
	process.Stdout, process.Stderr = log, log
	if err := process.Start(); err != nil {
		return 0, err
	}
	return process.Process.Pid, nil
}

// daemon finds the process of a daemon of the node, or 0, from outside of the node.
func (c *cluster) daemon(name string) int {
	wanted := strings.Join(c.daemons()[name], "\x00") + "\x00"
	processes, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range processes {
		if content, err := os.ReadFile(file); err == nil && string(content) == wanted {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
			return pid
		}
	}
	return 0
}

// killDaemon ends a daemon of the node, which then starts it again by itself.
func (c *cluster) killDaemon(name string) error {
	pid := c.daemon(name)
	if pid == 0 {
		return fmt.Errorf("%s does not run", name)
	}
	return syscall.Kill(pid, syscall.SIGKILL)
}

// isolateMounts gives the node its own view of processes, and of the directories whose names the kubelet
// and containerd have built in.
func isolateMounts() error {
	for _, mount := range []struct {
		source, target, kind string
		flags                uintptr
	}{
		{"", "/", "", syscall.MS_REC | syscall.MS_PRIVATE},
		{"proc", "/proc", "proc", 0},
		{"tmpfs", "/run", "tmpfs", 0},
		{"tmpfs", "/var/lib", "tmpfs", 0},
		{"tmpfs", "/var/log", "tmpfs", 0},
		// The kubelet hands its mounts to containers.
		{"", "/", "", syscall.MS_REC | syscall.MS_SHARED},
	} {
		if err := syscall.Mount(mount.source, mount.target, mount.kind, mount.flags, ""); err != nil {
			return fmt.Errorf("mount %s: %w", mount.target, err)
		}
	}
	return showKernelSettings()
}

// showKernelSettings shows the kubelet those that it wants, or it would set them for the whole machine.
func showKernelSettings() error {
	for setting, value := range map[string]string{
		"vm/overcommit_memory": "1", "vm/panic_on_oom": "0", "kernel/panic": "10", "kernel/panic_on_oops": "1",
	} {
		file := "/run/" + filepath.Base(setting)
		if err := os.WriteFile(file, []byte(value+"\n"), 0o444); err != nil {
			return err
		}
		if err := syscall.Mount(file, "/proc/sys/"+setting, "", syscall.MS_BIND, ""); err != nil {
			return fmt.Errorf("mount /proc/sys/%s: %w", setting, err)
		}
	}
	return nil
}

// loadImage makes an image of a directory, and hands it to containerd.
func (c *cluster) loadImage(name, root string, entrypoint []string) error {
	tarball := c.path("node", "image.tar")
	defer os.Remove(tarball)
	if err := writeImage(tarball, name, root, entrypoint); err != nil {
		return err
	}
	return c.importImage(tarball)
}

func (c *cluster) importImage(tarball string) error {
	output, err := exec.Command(filepath.Join(c.NodeBin, "ctr"), "--address", c.containerdSocket(),
		"--namespace", "k8s.io", "images", "import", tarball).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ctr images import %s: %w\n%s", tarball, err, output)
	}
	return nil
}

func (c *cluster) containerdReady() bool {
	return exec.Command(filepath.Join(c.NodeBin, "ctr"), "--address", c.containerdSocket(), "version").Run() == nil
}

// clearNode takes away what a node leaves on the machine when its processes have ended.
func (c *cluster) clearNode() error {
	exec.Command("ip", "link", "delete", bridge).Run()
	if err := os.WriteFile(ipForward, []byte(c.IPForward), 0); err != nil {
		return err
	}
	for _, group := range podGroups() {
		removeGroups(group)
	}
	return nil
}

// podGroups are the control groups in which a kubelet puts pods, by either version of control groups.
func podGroups() []string {
	var groups []string
	for _, pattern := range []string{"/sys/fs/cgroup/*/kubepods", "/sys/fs/cgroup/kubepods"} {
		found, _ := filepath.Glob(pattern)
		groups = append(groups, found...)
	}
	return groups
}

func hasProcesses(group string) bool {
	found := false
	filepath.WalkDir(group, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Name() == "cgroup.procs" {
			content, _ := os.ReadFile(path)
			found = found || len(content) > 0
		}
		return nil
	})
	return found
}

// removeGroups removes control groups from the leaves up; their files are not for removal.
func removeGroups(group string) {
	entries, _ := os.ReadDir(group)
	for _, entry := range entries {
		if entry.IsDir() {
			removeGroups(filepath.Join(group, entry.Name()))
		}
	}
	syscall.Rmdir(group)
}
