"""Writes the parquet files beside it, as verl and TRL lay out their data, with
pyarrow 26: lists of structs, nulls at every level, several row groups, both
versions of data pages, dictionaries and the compressions of the field."""

import pyarrow as pa
import pyarrow.parquet as pq

message = pa.struct([("role", pa.string()), ("content", pa.string())])
verl = pa.schema([
    ("data_source", pa.dictionary(pa.int32(), pa.string())), ("prompt", pa.list_(message)), ("ability", pa.string()),
    ("reward_model", pa.struct([("ground_truth", pa.string()), ("style", pa.string())])),
    ("extra_info", pa.struct([("index", pa.int64()), ("split", pa.string()), ("tags", pa.list_(pa.string()))])), ("output", pa.large_string()),
])
trl = pa.schema([("prompt", pa.list_(message)), ("completion", pa.list_(message)), ("solution", pa.string()), ("p", pa.float32())])


def verl_row(i):
    return {
        "data_source": None if i % 7 == 5 else "openai/gsm8k",
        "prompt": [{"role": "system", "content": "Think."}, {"role": "user", "content": f"What is {i}?"}],
        "ability": "math",
        "reward_model": None if i % 11 == 7 else {"ground_truth": None if i % 11 == 9 else str(i), "style": "rule"},
        "extra_info": {"index": i, "split": "train", "tags": None if i % 3 else ["a", None]},
        "output": f"#### {i}",
    }


def trl_row(i):
    turns = None if i == 3 else [] if i == 4 else [{"role": "assistant", "content": f"It is {i}."}]
    return {"prompt": [{"role": "user", "content": f"What is {i}?"}], "completion": turns, "solution": str(i), "p": 0.1}


for compression, version, groups in (("zstd", "1.0", 7), ("snappy", "2.0", 40), ("gzip", "2.0", 5)):
    table = pa.Table.from_pylist([verl_row(i) for i in range(20)], schema=verl)
    pq.write_table(table, f"verl-{compression}.parquet", compression=compression, row_group_size=groups, data_page_version=version)
pq.write_table(pa.Table.from_pylist([trl_row(i) for i in range(6)], schema=trl), "trl.parquet", use_dictionary=False)
pq.write_table(pa.Table.from_pylist([], schema=trl), "empty.parquet")
