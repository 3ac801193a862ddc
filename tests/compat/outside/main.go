// Command outside judges what Reeve writes with libraries that are not Reeve's: golang.org/x/mod
// (signed notes, tlog trees) and filippo.io/torchwood (tlog-tiles, tlog-proof, tlog-policy).
//
//	outside checkpoint VKEY FILE            x/mod opens the signed note
//	outside tiles VKEY URL                  torchwood reads every entry against the tree
//	outside tree VKEY URL                   x/mod proves every record and every pair of sizes by tiles
//	outside proof POLICY-FILE PROOF RECORD  torchwood accepts the receipt of the record
//	outside consistency FILE                x/mod checks the proof between two sizes
package main

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: outside checkpoint|tiles|tree|proof|consistency ...")
		os.Exit(2)
	}
	commands := map[string]func([]string) error{
		"checkpoint":  checkpoint,
		"tiles":       tiles,
		"tree":        tree,
		"proof":       proof,
		"consistency": consistency,
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "outside:", err)
		os.Exit(1)
	}
}

func open(vkey string, signed []byte) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	c, err := torchwood.ParseCheckpoint(opened.Text)
	if err != nil {
		return tlog.Tree{}, err
	}
	if c.Origin != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("origin %q", c.Origin)
	}
	return c.Tree, nil
}

func checkpoint(args []string) error {
	signed, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	t, err := open(args[0], signed)
	if err != nil {
		return err
	}
	fmt.Println(t.N, t.Hash)
	return nil
}

func fetch(vkey, url string) (*torchwood.TileFetcher, tlog.Tree, error) {
	fetcher, err := torchwood.NewTileFetcher(url)
	if err != nil {
		return nil, tlog.Tree{}, err
	}
	signed, err := fetcher.ReadEndpoint(context.Background(), "checkpoint")
	if err != nil {
		return nil, tlog.Tree{}, err
	}
	t, err := open(vkey, signed)
	return fetcher, t, err
}

func tiles(args []string) error {
	fetcher, t, err := fetch(args[0], args[1])
	if err != nil {
		return err
	}
	client, err := torchwood.NewClient(fetcher)
	if err != nil {
		return err
	}
	count := int64(0)
	for index := range client.AllEntries(context.Background(), t, 0) {
		if index != count {
			return fmt.Errorf("entry %d where %d was due", index, count)
		}
		count++
	}
	if err := client.Err(); err != nil {
		return err
	}
	if count != t.N {
		return fmt.Errorf("%d entries of %d", count, t.N)
	}
	fmt.Println(count, "entries")
	return nil
}

func tree(args []string) error {
	fetcher, t, err := fetch(args[0], args[1])
	if err != nil {
		return err
	}
	reader := torchwood.TileHashReaderWithContext(context.Background(), t, fetcher)
	for n := int64(0); n < t.N; n += 7 {
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return err
		}
		p, err := tlog.ProveRecord(t.N, n, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(p, t.N, t.Hash, n, leaf[0]); err != nil {
			return err
		}
	}
	fmt.Println(t.N, "records by their tiles")
	return nil
}

func proof(args []string) error {
	var contents [3][]byte
	for i := range contents {
		var err error
		if contents[i], err = os.ReadFile(args[i]); err != nil {
			return err
		}
	}
	policy, err := torchwood.ParsePolicy(contents[0])
	if err != nil {
		return err
	}
	if err := torchwood.VerifyProof(policy, tlog.RecordHash(contents[2]), contents[1]); err != nil {
		return err
	}
	fmt.Println("proven")
	return nil
}

func consistency(args []string) error {
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var given struct {
		OldSize int64    `json:"old_size"`
		Size    int64    `json:"size"`
		OldRoot string   `json:"old_root"`
		Root    string   `json:"root"`
		Proof   []string `json:"proof"`
	}
	if err := json.Unmarshal(text, &given); err != nil {
		return err
	}
	oldRoot, err := hex.DecodeString(given.OldRoot)
	if err != nil {
		return err
	}
	root, err := hex.DecodeString(given.Root)
	if err != nil {
		return err
	}
	var p tlog.TreeProof
	for _, line := range given.Proof {
		hash, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			return err
		}
		p = append(p, tlog.Hash(hash))
	}
	return tlog.CheckTree(p, given.Size, tlog.Hash(root), given.OldSize, tlog.Hash(oldRoot))
}
