package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// options are what up is told.
type options struct {
	Nodes       int
	GPUsPerNode int
	CRDs        []string
	Kubelet     bool
	LWS         bool
}

// A cluster is one directory. All that a later command needs to know of it is in its cluster.json.
type cluster struct {
	Dir       string `json:"-"`
	Bin       string // where its programs are
	NodeBin   string // where those of its real node are
	LWSBin    string // where the controller of LeaderWorkerSets is
	Self      string // this program
	APIServer int    // ports, all of 127.0.0.1
	Etcd      int
	EtcdPeer  int
	Kubelet   int    // 0 when the cluster has no real node
	LWS       int    // of its webhooks; 0 when the cluster has no LeaderWorkerSets
	IPForward string // what the machine's setting was before the real node came

	client  func() (*http.Client, error)
	started []string // components that this command has started
}

func newCluster(dir string) *cluster {
	c := &cluster{Dir: dir}
	c.client = sync.OnceValues(c.newClient)
	return c
}

const stateFile = "cluster.json"

func (c *cluster) path(parts ...string) string {
	return filepath.Join(append([]string{c.Dir}, parts...)...)
}

func (c *cluster) server() string {
	return fmt.Sprintf("https://127.0.0.1:%d", c.APIServer)
}

// create lays a cluster's directory out.
func (c *cluster) create() error {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	var err error
	if c.Dir, err = filepath.EvalSymlinks(c.Dir); err != nil {
		return err
	}
	if err := c.takePlace(); err != nil {
		return err
	}
	ports := []*int{&c.APIServer, &c.Etcd, &c.EtcdPeer}
	if c.NodeBin != "" {
		if err := c.checkMachine(); err != nil {
			return err
		}
		ports = append(ports, &c.Kubelet)
	}
	if c.LWSBin != "" {
		ports = append(ports, &c.LWS)
	}
	if err := freePorts(ports); err != nil {
		return err
	}
	state, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.path(stateFile), state, 0o600); err != nil {
		return err
	}
	for _, folder := range []string{"pki", "kubeconfig", "logs", "run", "home"} {
		if err := os.Mkdir(c.path(folder), 0o700); err != nil {
			return err
		}
	}
	if err := os.WriteFile(c.path("kwok.yaml"), kwokStages, 0o600); err != nil {
		return err
	}
	if c.Kubelet != 0 {
		if err := c.configureNode(); err != nil {
			return err
		}
	}
	if err := c.certify(); err != nil || c.LWS == 0 {
		return err
	}
	return c.configureLWS()
}

// takePlace refuses a directory that is in use, and clears one whose cluster has died.
func (c *cluster) takePlace() error {
	entries, err := os.ReadDir(c.Dir)
	if err != nil || len(entries) == 0 {
		return err
	}
	if _, err := os.Stat(c.path(stateFile)); err != nil {
		return fmt.Errorf("%s is not empty, and has no %s; name another directory by --dir", c.Dir, stateFile)
	}
	old, err := open(c.Dir)
	if err != nil {
		return err
	}
	if name := old.anyRunning(); name != "" {
		return fmt.Errorf("%s has a cluster whose %s runs; end it by testcluster down", c.Dir, name)
	}
	fmt.Fprintf(os.Stderr, "Clearing %s: its cluster has died\n", c.Dir)
	if err := old.end(); err != nil {
		return err
	}
	return clear(c.Dir)
}

func clear(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

func open(dir string) (*cluster, error) {
	state, err := os.ReadFile(filepath.Join(dir, stateFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s has no cluster; start one by testcluster up", dir)
	}
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	c := newCluster(dir)
	return c, json.Unmarshal(state, c)
}

// up leaves the directory as it is when the cluster does not come up, so that its logs can be read.
func up(dir string, options options) error {
	c := newCluster(dir)
	var err error
	if c.Self, err = os.Executable(); err != nil {
		return err
	}
	if c.Bin, err = buildControlPlane(); err != nil {
		return err
	}
	if options.Kubelet {
		if c.NodeBin, err = buildNode(); err != nil {
			return err
		}
	}
	if options.LWS {
		if c.LWSBin, err = buildLWS(); err != nil {
			fmt.Fprintf(os.Stderr, "The cluster goes without LeaderWorkerSets: %v\n", err)
			options.LWS = false
		}
	}
	from := time.Now()
	if err := c.create(); err != nil {
		return err
	}
	if err := c.launch(options, from); err != nil {
		return errors.Join(err, c.end())
	}
	fmt.Printf("ready in %s\nexport KUBECONFIG=%s\n", seconds(from), c.kubeconfig("admin"))
	return nil
}

func (c *cluster) launch(options options, from time.Time) error {
	reached := func(what string) { fmt.Printf("  %-16s ready in %6s\n", what, seconds(from)) }
	if err := c.startAll("etcd", "kube-apiserver"); err != nil {
		return err
	}
	if err := c.await("the API server's /readyz", "kube-apiserver", c.apiReady); err != nil {
		return err
	}
	reached("API server")
	if err := c.startAll("kube-controller-manager", "kube-scheduler", "kwok"); err != nil {
		return err
	}
	if err := c.createNodes(options); err != nil {
		return err
	}
	if err := c.await("the service account default", "kube-controller-manager", c.serviceAccountExists); err != nil {
		return err
	}
	reached("controllers")
	if len(options.CRDs) > 0 {
		if err := c.applyCRDs(options.CRDs); err != nil {
			return err
		}
		reached("CRDs")
	}
	if options.LWS {
		if err := c.startLWS(); err != nil {
			return err
		}
		reached("LeaderWorkerSet")
	}
	if err := c.await("all nodes to be ready", "kwok", c.nodesReady(options.Nodes)); err != nil {
		return err
	}
	reached(fmt.Sprintf("%d KWOK nodes", options.Nodes))
	if options.Kubelet {
		if err := c.startNode(); err != nil {
			return err
		}
		if err := c.await("the kubelet's node to be ready", "kubelet", c.nodesReady(options.Nodes+1)); err != nil {
			return err
		}
		reached("kubelet")
	}
	return nil
}

func (c *cluster) startAll(names ...string) error {
	for _, name := range names {
		if err := c.start(name); err != nil {
			return err
		}
	}
	return nil
}

func (c *cluster) down() error {
	if err := c.end(); err != nil {
		return err
	}
	return os.RemoveAll(c.Dir)
}

// end leaves no process.
func (c *cluster) end() error {
	c.stopAll()
	if c.Kubelet != 0 {
		return c.clearNode()
	}
	return nil
}

// control carries out kill, start and restart.
func (c *cluster) control(command, name string) error {
	if c.Kubelet != 0 && (name == "kubelet" || name == "containerd") {
		return c.killDaemon(name)
	}
	if _, err := c.component(name); err != nil {
		return err
	}
	if command == "kill" {
		return c.kill(name)
	}
	if command == "restart" {
		c.stop(name)
	}
	if pid := c.pid(name); pid != 0 {
		return fmt.Errorf("%s runs already, as process %d", name, pid)
	}
	if name == "kwok" {
		c.freeNodes()
	}
	if err := c.start(name); err != nil {
		return err
	}
	if name == "etcd" || name == "kube-apiserver" {
		return c.await("the API server's /readyz", name, c.apiReady)
	}
	return nil
}

// freePorts finds ports below those that the system gives to clients, so that a component which is down for a
// while gets its own back.
func freePorts(wanted []*int) error {
	for _, port := range wanted {
		for tries := 0; *port == 0; tries++ {
			candidate := 20000 + rand.IntN(12000)
			listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", candidate))
			if err == nil {
				*port = candidate
				defer listener.Close() // not before all are found, or one could be found twice
			} else if tries == 100 {
				return errors.New("no free port between 20000 and 32000 on 127.0.0.1")
			}
		}
	}
	return nil
}
