/** The page: starts the worker, draws what it tells, ends it. */
import type { Epoch, News, Order } from './messages.ts'

const element = <E extends Element>(id: string, kind: new () => E): E => {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`no ${id}`)
  return found
}
const form = element('order', HTMLFormElement),
  stop = element('stop', HTMLButtonElement),
  status = element('status', HTMLParagraphElement)
const bar = element('bar', HTMLProgressElement),
  table = element('epochs', HTMLTableSectionElement),
  link = element('file', HTMLAnchorElement)

const say = (text: string): void => {
  status.textContent = text
}

const addRow = ({ epoch, lossNats, errorPercent }: Epoch): void => {
  const row = table.insertRow()
  for (const text of [`${epoch}`, lossNats.toFixed(3), `${errorPercent.toFixed(2)} %`])
    row.insertCell().textContent = text
}

const draw: { readonly [K in News['kind']]: (news: Extract<News, { readonly kind: K }>) => void } =
  {
    loaded: ({ images, executor }) => {
      say(`${images} images, executor ${executor}`)
    },
    progress: ({ share, errorCostNats }) => {
      bar.value = share
      say(
        `${Math.floor(100 * share)} %, error cost ${errorCostNats.toFixed(3)} nats for each image`
      )
    },
    epoch: ({ epoch }) => {
      addRow(epoch)
    },
    trained: () => {
      say('trained; choosing what to prune and how many bits are needed …')
    },
    pressed: ({ pressed: { file, nonZeroPercent, errorPercent } }) => {
      say(
        `done: ${file.length} bytes, ${nonZeroPercent.toFixed(1)} % of the weights, test ` +
          `error ${errorPercent.toFixed(2)} %`
      )
      link.href = URL.createObjectURL(new Blob([file]))
      link.hidden = false
      end()
    },
    problems: ({ texts }) => {
      say(texts.join('\n\n'))
      end()
    }
  }

const receive = <K extends News['kind']>(
  kind: K,
  news: Extract<News, { readonly kind: K }>
): void => {
  draw[kind](news)
}

let worker: Worker | undefined
const end = (): void => {
  worker?.terminate()
  worker = undefined
  stop.disabled = true
}

const start = (order: Order): void => {
  end()
  table.replaceChildren()
  link.hidden = true
  bar.value = 0
  stop.disabled = false
  say('loading …')
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.onerror = ({ message }) => {
    say(`the worker does not run: ${message}`)
  }
  worker.onmessage = ({ data }: MessageEvent<News>) => {
    receive(data.kind, data)
  }
  worker.postMessage(order)
}

form.onsubmit = (event) => {
  event.preventDefault()
  const given = new FormData(form)
  start({
    data: document.baseURI,
    prior: String(given.get('prior')),
    epochs: Number(given.get('epochs'))
  })
}
stop.onclick = () => {
  end()
  say('stopped')
}
