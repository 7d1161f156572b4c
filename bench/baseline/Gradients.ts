/**
 * Registers the gradients of tfjs under Node: its Node bundle leaves them out, and its ES modules
 * import one another without file endings, which a resolution hook adds.
 */
import { registerHooks } from 'node:module'

const inCore = '/@tensorflow/tfjs-core/dist/'

export const registerGradients = async (): Promise<void> => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (!specifier.startsWith('.') || context.parentURL?.includes(inCore) !== true)
        return next(specifier, context)
      for (const ending of ['.js', '/index.js', '']) {
        try {
          return next(`${specifier}${ending}`, context)
        } catch {
          // another ending
        }
      }
      return next(specifier, context)
    }
  })
  const gradients: string = '@tensorflow/tfjs-core/dist/register_all_gradients.js'
  await import(gradients)
  hooks.deregister()
}
